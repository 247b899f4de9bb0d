export { type OutcomeSchema, type OutcomeTable, SqlOutcomeStore } from './sql-outcome-store.js';
