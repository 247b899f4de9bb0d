import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { DatabaseStatementError, DatabaseUnavailableError } from './database-error.js';
import { connectFaultOf, statementFaultOf } from './postgres-errors.js';

/** What the driver throws when the server answers with an error. */
const fromServer = (code: string) =>
  Object.assign(new DatabaseError('words of the server', 0, 'error'), {
    code,
    constraint: 'one_of_a_kind',
    detail: 'Key (number_digest)=(hidden) already exists.',
  });
const fromSystem = (code: string) => Object.assign(new Error(`${code} hidden-host`), { code });

describe('statementFaultOf', () => {
  it.each(['08006', '40P01', '53300', '57014', '57P01', '58030', '25006', '55P03'])(
    'takes %s for a database that cannot at the moment',
    (code) => {
      expect(statementFaultOf(fromServer(code))).toEqual(new DatabaseUnavailableError(code));
    },
  );

  it.each(['ECONNRESET', 'EPIPE'])('takes %s for a database that went away', (code) => {
    const fault = statementFaultOf(fromSystem(code));
    expect(fault).toEqual(new DatabaseUnavailableError(code));
    expect(String(fault)).not.toContain('hidden');
  });

  it('keeps the constraint of a refused statement, and nothing of the row', () => {
    const fault = statementFaultOf(fromServer('23505'));
    expect(fault).toBeInstanceOf(DatabaseStatementError);
    expect(fault).toMatchObject({ message: 'words of the server', constraint: 'one_of_a_kind' });
    expect(JSON.stringify(fault)).not.toContain('hidden');
  });

  it('does not repeat the words about a value that was refused', () => {
    expect(statementFaultOf(fromServer('22021'))).toMatchObject({ message: 'data exception 22021' });
  });

  it('leaves a mistake of the caller what it is', () => {
    const mistake = new TypeError('not a query');
    expect(statementFaultOf(mistake)).toBe(mistake);
  });
});

describe('connectFaultOf', () => {
  it('keeps what the server said apart from the message, which others may see', () => {
    const fault = connectFaultOf(fromServer('28P01'));
    expect(fault).toMatchObject({ reason: '28P01', reported: 'words of the server' });
    expect(fault).toHaveProperty('message', 'The database is not available: 28P01.');
  });

  it('keeps the address of a server that cannot be reached to itself', () => {
    expect(connectFaultOf(fromSystem('ENOTFOUND'))).toEqual(new DatabaseUnavailableError('ENOTFOUND'));
  });
});
