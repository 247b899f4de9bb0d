export { showSmsOn } from './show-sms.js';
