export { AppConfig, hostOf } from './app.config.js';
export { AppModule, appModuleFor } from './app.module.js';
export { Clock } from './clock.js';
export type { Variables } from './config/environment.js';
export { EnvironmentError } from './config/environment-error.js';
export { APP_OPTIONS, createApp, prepareApp } from './create-app.js';
export { httpAdapter } from './http/http-adapter.js';
