import { openDatabase } from '@standby/database';
import { newSqliteDatabase } from '@standby/database/testing';
import { SmsService } from '@standby/sms';
import { startTestbed } from '@standby/testbed';
import { expect, it } from 'vitest';
import { variablesFor } from '../support/running-auth.js';
import { watchedApp } from '../support/watched-app.js';

it('settles the record of a send that is under way when the service shuts down', async () => {
  const testbed = await startTestbed();
  const scratch = await newSqliteDatabase();
  const app = await watchedApp({
    ...variablesFor(testbed),
    SMS_PROVIDER: 'twilio',
    DATABASE_URL: scratch.url,
  });
  await testbed.setFault('twilio', { fault: 'latency', latencyMs: 300 });
  const sending = app.get(SmsService).send({ to: '+447400123456', text: 'hello' });
  await expect.poll(() => testbed.requests('twilio').received).toBe(1);
  await app.close();
  const { id } = await sending;
  const database = await openDatabase(scratch.url);
  const rows = await database.selectFrom('sms_messages').select(['id', 'status']).execute();
  expect(rows).toEqual([{ id, status: 'accepted' }]);
  await database.destroy();
  await scratch.remove();
  await testbed.close();
});
