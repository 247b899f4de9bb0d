import { DatabaseError } from 'pg';
import { DatabaseStatementError, DatabaseUnavailableError } from './database-error.js';

/** SQLSTATEs of "not now" (connection, rollback, resources, operator, system), by class and then by code. */
const NOT_NOW = /^(08|40|53|57|58)|^(25006|55P03)$/;
/** SQLSTATE class of data exceptions, whose message quotes the value. */
const DATA_EXCEPTION = '22';

/** What a failed connection comes to. */
export function connectFaultOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return new DatabaseUnavailableError(
    lossReasonOf(error),
    error instanceof DatabaseError ? error.message : undefined,
  );
}

/** What a failed statement comes to; a mistake of the caller stays the error it is. */
export function statementFaultOf(error: unknown): unknown {
  if (error instanceof DatabaseError) {
    const { code = 'XX000', constraint } = error;
    if (NOT_NOW.test(code)) return new DatabaseUnavailableError(code);
    const message = code.startsWith(DATA_EXCEPTION) ? `data exception ${code}` : error.message;
    return new DatabaseStatementError(message, code, constraint);
  }
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return error;
  return new DatabaseUnavailableError(lossReasonOf(error));
}

/** Why a connection was lost, without the address that the message of a system error holds. */
export function lossReasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
