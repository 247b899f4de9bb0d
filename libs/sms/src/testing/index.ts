export { describeCircuitBoard } from './describe-circuit-board.js';
export { describeLeases } from './describe-leases.js';
export { describeMessageLedger } from './describe-message-ledger.js';
export { describeOutcomeStore } from './describe-outcome-store.js';
export { describeSmsProvider } from './describe-sms-provider.js';
export { ManualClock } from './manual-clock.js';
export type { Condition, ProviderRig } from './provider-rig.js';
export { seededRandom } from './seeded-random.js';
