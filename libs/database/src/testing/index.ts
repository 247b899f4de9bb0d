export {
  type DatabaseOfTest,
  describeOnEachDatabase,
  describeOnPostgres,
} from './describe-on-each-database.js';
export { type PostgresAnswer, postgresForTests } from './postgres-for-tests.js';
export { newPostgresDatabase, newSqliteDatabase, type ScratchDatabase } from './scratch-database.js';
