import type { Kysely } from 'kysely';

/**
 * The host's database without its plugins: those that name columns in camel case, or read JSON, would change what is
 * asked and what comes back, and nothing would say so.
 */
export function plainDatabase<Schema>(database: Kysely<Schema>): Kysely<Schema> {
  return database.withoutPlugins();
}
