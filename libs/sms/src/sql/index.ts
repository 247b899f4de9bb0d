export type { AcceptanceTable, LedgerSchema, MessageTable } from './message-rows.js';
export { type CircuitSchema, type CircuitTable, SqlCircuitBoard } from './sql-circuit-board.js';
export { type LeaseSchema, type LeaseTable, SqlLeases } from './sql-leases.js';
export { SqlMessageLedger } from './sql-message-ledger.js';
export { type OutcomeSchema, type OutcomeTable, SqlOutcomeStore } from './sql-outcome-store.js';
