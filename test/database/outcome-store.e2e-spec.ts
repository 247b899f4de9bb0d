import { describeOnPostgres } from '@standby/database/testing';
import { SqlOutcomeStore } from '@standby/sms/sql';
import { describeOutcomeStore } from '@standby/sms/testing';

describeOnPostgres('SqlOutcomeStore on PostgreSQL', (database) => {
  describeOutcomeStore('it', async () => new SqlOutcomeStore(await database().open()));
});
