import { randomBytes } from 'node:crypto';
import { type DatabaseOfTest, describeOnEachDatabase } from '@standby/database/testing';
import { ContentKeys } from '@standby/sms';
import { SqlCircuitBoard, SqlLeases, SqlMessageLedger, SqlOutcomeStore } from '@standby/sms/sql';
import {
  describeCircuitBoard,
  describeLeases,
  describeMessageLedger,
  describeOutcomeStore,
} from '@standby/sms/testing';
import { CamelCasePlugin, ParseJSONResultsPlugin } from 'kysely';

/** As many hosts open theirs: names in camel case, and JSON read for them. */
const opened = async (database: DatabaseOfTest) =>
  (await database().open()).withPlugin(new CamelCasePlugin()).withPlugin(new ParseJSONResultsPlugin());

describeOnEachDatabase('With the plugins of a host', (database) => {
  const keys = new ContentKeys({ name: 'k', key: randomBytes(32) });

  describeMessageLedger('SqlMessageLedger', async () => new SqlMessageLedger(await opened(database), keys));
  describeOutcomeStore('SqlOutcomeStore', async () => new SqlOutcomeStore(await opened(database)));
  describeLeases('SqlLeases', async () => new SqlLeases(await opened(database)));
  describeCircuitBoard('SqlCircuitBoard', async () => new SqlCircuitBoard(await opened(database)));
});
