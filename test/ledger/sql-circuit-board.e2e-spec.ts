import { describeOnEachDatabase } from '@standby/database/testing';
import { SqlCircuitBoard } from '@standby/sms/sql';
import { describeCircuitBoard } from '@standby/sms/testing';

describeOnEachDatabase('SqlCircuitBoard', (database) => {
  describeCircuitBoard('SqlCircuitBoard', async () => new SqlCircuitBoard(await database().open()));
});
