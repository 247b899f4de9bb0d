export { describeMessageLedger } from './describe-message-ledger.js';
export { describeOutcomeStore } from './describe-outcome-store.js';
export { describePumpingCounters } from './describe-pumping-counters.js';
export { describeSmsProvider } from './describe-sms-provider.js';
export { ManualClock } from './manual-clock.js';
export type { Condition, ProviderRig } from './provider-rig.js';
export { AUTHGEAR_RULES } from './pumping-rules.js';
export { seededRandom } from './seeded-random.js';
