/** Which engine serves, and where its data is. A new engine is a new variant. */
export type DatabaseEngine =
  | { readonly engine: 'sqlite'; readonly storage: 'memory' }
  | { readonly engine: 'sqlite'; readonly storage: 'file'; readonly path: string };

/** A `DATABASE_URL` that names no engine this build can open. Its message never repeats the value. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

const SQLITE = 'sqlite:';

/**
 * Reads `sqlite:<path>` or `sqlite::memory:`; a relative path starts at the working directory.
 *
 * @throws {DatabaseUrlError} for anything else. A URL may hold a password, so the message does not quote it.
 */
export function normaliseDatabaseUrl(url: string): DatabaseEngine {
  const path = url.startsWith(SQLITE) ? url.slice(SQLITE.length) : '';
  if (path === ':memory:') return { engine: 'sqlite', storage: 'memory' };
  // "sqlite://host/path" is how other tools write it; taken literally it would create a file at the root.
  if (path === '' || path.startsWith('//') || path.startsWith(':') || /[\0?#]/.test(path)) {
    throw new DatabaseUrlError(
      'DATABASE_URL must be "sqlite:<path to a file>" or "sqlite::memory:"; no other engine is supported.',
    );
  }
  return { engine: 'sqlite', storage: 'file', path };
}
