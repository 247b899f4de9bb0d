import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SmsEvent } from './events/sms.events.js';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import type { MockProvider } from './providers/mock/mock.provider.js';
import type { ManualClock } from './testing/manual-clock.js';
import { TwoProvidersOnALedger } from './testing/two-providers-on-a-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };

let clock: ManualClock;
let first: MockProvider;
let told: SmsEvent[];
let setting: TwoProvidersOnALedger;

beforeEach(() => {
  setting = new TwoProvidersOnALedger();
  ({ clock, first, told } = setting);
});

/** A ledger that fails, or never answers, until it is told to work. */
class ShakyLedger extends MemoryMessageLedger {
  state: 'working' | 'failing' | 'silent' = 'failing';

  override async open(...given: Parameters<MemoryMessageLedger['open']>): Promise<void> {
    await this.#answer();
    return super.open(...given);
  }

  override async update(...given: Parameters<MemoryMessageLedger['update']>) {
    await this.#answer();
    return super.update(...given);
  }

  async #answer(): Promise<void> {
    if (this.state === 'failing') throw new Error('down');
    if (this.state === 'silent') await new Promise(() => {});
  }
}

describe('a ledger in trouble', () => {
  it('does not hold up a code when it fails, and is written to afterwards', async () => {
    const ledger = new ShakyLedger();
    const sms = setting.serviceOn(ledger);
    const send = first.send.bind(first);
    first.send = async (message, signal) => {
      ledger.state = 'working';
      return send(message, signal);
    };
    const { id } = await sms.sendCode(CODE);
    expect(await sms.status(id)).toMatchObject({ status: 'accepted', attempts: [{ provider: 'first' }] });
    expect(told.map(({ type }) => type)).toEqual(['ledger-unavailable', 'message-accepted']);
  });

  it('holds up a code for a second at most when it is silent', async () => {
    const ledger = new ShakyLedger();
    ledger.state = 'silent';
    const sending = setting.serviceOn(ledger).sendCode(CODE);
    await clock.advanceAsync(1000);
    expect(first.messages).toHaveLength(1);
    await clock.advanceAsync(1000);
    expect(await sending).toMatchObject({ status: 'accepted' });
    expect(told.map((event) => ('step' in event ? event.step : event.type))).toEqual([
      'open',
      'settle',
      'message-accepted',
    ]);
  });

  it('leaves a code half of its time at least, however short that is', async () => {
    const ledger = new ShakyLedger();
    ledger.state = 'silent';
    const sms = setting.serviceOn(ledger, { failover: { codeDeadlineMs: 800 } });
    const sending = sms.sendCode({ ...CODE, replaces: 'an earlier one' });
    await clock.advanceAsync(400);
    expect(first.messages).toHaveLength(1);
    await clock.advanceAsync(400);
    expect(await sending).toMatchObject({ status: 'accepted' });
  });

  it('is not waited for beyond the deadline, and still counts when it is late', async () => {
    const ledger = new ShakyLedger();
    ledger.state = 'working';
    const { promise, resolve } = Promise.withResolvers<void>();
    const update = ledger.update.bind(ledger);
    ledger.update = async (...given) => {
      await promise;
      return update(...given);
    };
    first.send = () => new Promise(() => {});
    const sms = setting.serviceOn(ledger, { failover: { codeDeadlineMs: 1000, hedgeDelayMs: 60_000 } });
    let endedAtMs: number | undefined;
    void sms.sendCode(CODE).catch(() => {
      endedAtMs = clock.elapsedMs();
    });
    await clock.advanceAsync(999);
    const closing = sms.close();
    await clock.advanceAsync(501);
    expect(endedAtMs).toBe(1000);
    resolve();
    await closing;
    expect(told.map(({ type }) => type)).toEqual(['message-undeliverable']);
    const [event] = told;
    const id = event?.type === 'message-undeliverable' ? event.messageId : '';
    expect(await sms.status(id)).toMatchObject({ status: 'unknown', attempts: [{ status: 'unknown' }] });
  });
});
