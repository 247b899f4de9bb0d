/**
 * The database server cannot be reached, is too busy, or went away; another try may succeed. A statement that was
 * under way may or may not have been carried out.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';

  /**
   * @param reason SQLSTATE, error code of the system, or the driver's words; no host, user or password
   * @param reported what the server said to a connection it refused
   */
  constructor(
    readonly reason: string,
    readonly reported?: string,
  ) {
    super(`The database is not available: ${reason}.`);
  }
}

/** The database refused a statement as such. It holds no row: PostgreSQL's own error quotes them. */
export class DatabaseStatementError extends Error {
  override readonly name = 'DatabaseStatementError';

  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
    readonly constraint?: string,
  ) {
    super(message);
  }
}

/** The database was made by other migrations than the ones at hand; it was left as it is. */
export class DatabaseVersionError extends Error {
  override readonly name = 'DatabaseVersionError';

  constructor(options: ErrorOptions) {
    super(
      'The database was made by another version, from before the first release: give DATABASE_URL a new one.',
      options,
    );
  }
}
