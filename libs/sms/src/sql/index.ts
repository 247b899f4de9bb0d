export { type ClaimAnswer, OutcomeStore, type SendClaim } from '../ledger/outcome-store.js';
export { type OutcomeSchema, type OutcomeTable, SqlOutcomeStore } from './sql-outcome-store.js';
