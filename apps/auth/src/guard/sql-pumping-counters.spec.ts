import { describeOnEachDatabase } from '@standby/database/testing';
import { describePumpingCounters } from '@standby/sms/testing';
import { SqlPumpingCounters } from './sql-pumping-counters.js';

describeOnEachDatabase('SqlPumpingCounters', (database) => {
  describePumpingCounters('SqlPumpingCounters', async () => new SqlPumpingCounters(await database().open()));
});
