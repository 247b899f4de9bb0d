import { type MessageRecord, SmsEvents, SmsService } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logWatch } from '../../apps/auth/src/testing/log-watch.js';
import { freePort } from '../support/free-ports.js';
import { variablesFor } from '../support/running-auth.js';
import { type WatchedApp, watchedApp } from '../support/watched-app.js';

const NUMBER = '+447400123456';
const CODE = '482913';

let testbed: Testbed;
let app: WatchedApp;

beforeEach(async () => {
  logWatch.plantMembers({ phoneNumber: NUMBER, code: CODE });
  testbed = await startTestbed();
  const port = await freePort();
  app = await watchedApp({
    ...variablesFor(testbed),
    SMS_PROBE_INTERVAL_SECS: '0',
    SMS_PROVIDER: 'twilio',
    DATABASE_URL: 'sqlite::memory:',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SMS_POLL_AFTER_SECS: '1',
  });
  await app.listen(port, '127.0.0.1');
});

afterEach(async () => {
  await app.close();
  await testbed.close();
});

const send = () =>
  app.get(SmsService).sendCode({ to: NUMBER, code: CODE, appName: 'Example', expiresInSeconds: 300 });
const recordOf = async (id: string): Promise<MessageRecord | undefined> => app.get(SmsService).status(id);

/** Resolves when a message has reached a status. */
function reached(status: MessageRecord['status']): Promise<unknown> {
  const changes = app
    .get(SmsEvents)
    .stream.pipe(filter((event) => event.type === 'message-status-changed' && event.to === status));
  return firstValueFrom(changes);
}

describe('a receipt of Twilio', () => {
  it('tells that an accepted message was delivered, of which nothing is kept but the record', async () => {
    const delivered = reached('delivered');
    const { id } = await send();
    expect(await recordOf(id)).toMatchObject({ status: 'accepted', contentUntil: undefined });
    await delivered;
    expect(await recordOf(id)).toMatchObject({
      status: 'delivered',
      contentUntil: undefined,
      dueAt: undefined,
      attempts: [{ provider: 'twilio', status: 'delivered', providerMessageId: testbed.messages()[0]?.id }],
    });
  });

  it.each([30_003, 30_007])('tells that it was not, and why: %i', async (code) => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', code, delayMs: 10 });
    const undelivered = reached('undelivered');
    const { id } = await send();
    await undelivered;
    const failed = { status: 'undelivered', kind: 'route-refused', code: String(code) };
    expect(await recordOf(id)).toMatchObject({ status: 'undelivered', attempts: [failed] });
  });

  it.each(['doubled', 'reordered'] as const)('comes %s and the record ends the same', async (trouble) => {
    testbed.setTwilioReceipts({ trouble, delayMs: 10 });
    const delivered = reached('delivered');
    const { id } = await send();
    await delivered;
    await expect.poll(() => testbed.messages()[0]?.receipts.length).toBe(2);
    expect(await recordOf(id)).toMatchObject({ status: 'delivered' });
  });

  it.each(['lost', 'forged'] as const)('is %s, and Twilio is asked', async (trouble) => {
    testbed.setTwilioReceipts({ trouble, delayMs: 10 });
    const delivered = reached('delivered');
    const { id } = await send();
    await delivered;
    expect(await recordOf(id)).toMatchObject({ status: 'delivered' });
  });

  it('is a lie, and believed, since it is signed', async () => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', trouble: 'lying', delayMs: 10 });
    const delivered = reached('delivered');
    const { id } = await send();
    await delivered;
    expect(await recordOf(id)).toMatchObject({ status: 'delivered' });
    expect(testbed.messages()[0]).toMatchObject({ status: 'undelivered' });
  });
});
