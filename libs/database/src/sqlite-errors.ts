import { DatabaseUnavailableError } from './database-error.js';

/** Primary result codes of "not now": what another try, or more room, may mend. @see https://sqlite.org/rescode.html */
const NOT_NOW: ReadonlyMap<number, string> = new Map([
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [7, 'SQLITE_NOMEM'],
  [8, 'SQLITE_READONLY'],
  [10, 'SQLITE_IOERR'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
]);

/** Whether another connection is writing. */
export function isBusy(error: unknown): boolean {
  return reasonOf(error) === 'SQLITE_BUSY';
}

/** What a failed statement comes to; a mistake of the caller stays the error it is. */
export function sqliteFaultOf(error: unknown): unknown {
  const reason = reasonOf(error);
  return reason === undefined ? error : new DatabaseUnavailableError(reason);
}

function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  // An extended code has the primary one in its lowest byte.
  return NOT_NOW.get(error.errcode & 0xff);
}
