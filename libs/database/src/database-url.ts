/** Which engine serves, and where its data is. A new engine is a new variant. */
export type DatabaseEngine =
  | { readonly engine: 'sqlite'; readonly storage: 'memory' }
  | { readonly engine: 'sqlite'; readonly storage: 'file'; readonly path: string }
  | {
      readonly engine: 'postgres';
      readonly storage: 'server';
      /** Holds the password. */
      readonly connectionString: string;
    };

/** A `DATABASE_URL` that names no engine this build can open. Its message never repeats the value. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

const SQLITE = 'sqlite:';
const POSTGRES = /^postgres(ql)?:/;
const PARAMETERS = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name'];
const TLS_MODES: Readonly<Record<string, string>> = {
  disable: 'disable',
  'no-verify': 'no-verify',
  // The driver warns that these two will one day check less than they do now; here they never will.
  require: 'verify-full',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/**
 * Reads `sqlite:<path>`, `sqlite::memory:`, or `postgres://<user>:<password>@<host>:<port>/<database>`; a
 * relative path starts at the working directory.
 *
 * Of PostgreSQL's parameters the URL may hold `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `host` (the directory
 * of a socket) and `application_name`. Every `sslmode` but `disable` and `no-verify` checks the certificate.
 *
 * @throws {DatabaseUrlError} for anything else. A URL may hold a password, so the message does not quote it.
 */
export function normaliseDatabaseUrl(url: string): DatabaseEngine {
  if (POSTGRES.test(url)) return postgresOf(url);
  const path = url.startsWith(SQLITE) ? url.slice(SQLITE.length) : '';
  if (path === ':memory:') return { engine: 'sqlite', storage: 'memory' };
  // "sqlite://host/path" is how other tools write it; taken literally it would create a file at the root.
  if (path === '' || path.startsWith('//') || path.startsWith(':') || /[\0?#]/.test(path)) {
    throw new DatabaseUrlError(
      'DATABASE_URL must be "sqlite:<path to a file>", "sqlite::memory:" or "postgres://<user>:<password>@<host>/<database>"; no other engine is supported.',
    );
  }
  return { engine: 'sqlite', storage: 'file', path };
}

function postgresOf(given: string): DatabaseEngine {
  const url = URL.parse(given);
  if (url === null || !/^\/[^/]+$/.test(url.pathname) || url.hash !== '' || !isDecodable(url)) {
    throw new DatabaseUrlError(
      'DATABASE_URL must be "postgres://<user>:<password>@<host>:<port>/<database>", with %-codes for the special characters of the password.',
    );
  }
  if (Array.from(url.searchParams.keys()).some((name) => !PARAMETERS.includes(name)))
    throw new DatabaseUrlError(
      `DATABASE_URL may have the parameters ${PARAMETERS.join(', ')}, and no other.`,
    );
  const tls = url.searchParams.get('sslmode');
  if (tls !== null) url.searchParams.set('sslmode', tlsModeOf(tls));
  return { engine: 'postgres', storage: 'server', connectionString: url.href };
}

function tlsModeOf(given: string): string {
  const mode = Object.hasOwn(TLS_MODES, given) ? TLS_MODES[given] : undefined;
  if (mode !== undefined) return mode;
  throw new DatabaseUrlError(
    `The sslmode in DATABASE_URL must be one of ${Object.keys(TLS_MODES).join(', ')}.`,
  );
}

function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}${pathname}`);
    return true;
  } catch {
    return false;
  }
}
