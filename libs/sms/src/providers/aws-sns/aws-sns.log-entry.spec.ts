import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLogEntry } from './aws-sns.log-entry.js';

const LOGGED_AT = Date.UTC(2026, 2, 2, 12);

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/log-entry-${name}.json`, import.meta.url), 'utf8');
}

const parse = (message: string) => parseLogEntry({ timestampMs: LOGGED_AT, message });
const parseChanged = (notification: object, delivery: object, rest: object = {}) => {
  const entry = JSON.parse(fixture('phone'));
  return parse(
    JSON.stringify({
      ...entry,
      notification: { ...entry.notification, ...notification },
      delivery: { ...entry.delivery, ...delivery },
      ...rest,
    }),
  );
};

describe('parseLogEntry', () => {
  it('reads what the carrier took', () => {
    expect(parse(fixture('carrier'))).toEqual({
      status: 'sent',
      provider: 'aws-sns',
      providerMessageId: '34d9b400-c6dd-5444-820d-fbeb0f1f54cf',
      at: new Date('2016-06-28T00:40:35.902Z'),
      price: { amount: 0.00645, currency: 'USD' },
    });
  });

  it('reads what the phone took, ten minutes after it was published', () => {
    const at = new Date(Date.parse('2026-03-02T09:15:01.070Z') + 602_876);
    expect(parse(fixture('phone'))).toMatchObject({ status: 'delivered', at });
  });

  it('reads a failure that has neither price nor carrier', () => {
    expect(parse(fixture('quota'))).toEqual({
      status: 'failed',
      kind: 'misconfigured',
      code: 'no quota left for account',
      provider: 'aws-sns',
      providerMessageId: '9b3f5d7e-1c2a-5e4f-a6b8-d0c2e4f60718',
      at: new Date('2026-03-02T10:00:00.121Z'),
    });
  });

  it.each([
    [{ timestamp: 'yesterday' }, {}],
    [{ timestamp: undefined }, {}],
    [{ timestamp: '2026-13-45 25:00:00.0' }, {}],
    [{}, { dwellTimeMs: undefined, dwellTimeMsUntilDeviceAck: '5' }],
  ])('goes by the time it was logged where %o and %o say none', (notification, delivery) => {
    expect(parseChanged(notification, delivery)).toMatchObject({ at: new Date(LOGGED_AT) });
  });

  it('keeps neither the number nor a price that is none', () => {
    const receipt = parseChanged({}, { priceInUSD: -1 });
    expect(receipt).not.toHaveProperty('price');
    expect(JSON.stringify(receipt)).not.toContain('5550100');
  });

  it.each([
    [{ messageId: 'unknown' }, {}, {}],
    [{ messageId: 7 }, {}, {}],
    [{}, { providerResponse: undefined }, {}],
    [{}, {}, { status: 'PENDING' }],
    [{}, {}, { delivery: null }],
    [{}, {}, { notification: [] }],
  ])('makes nothing of an entry with %o %o %o', (notification, delivery, rest) => {
    expect(parseChanged(notification, delivery, rest)).toBeUndefined();
  });

  it.each(['', 'null', '[]', 'START RequestId: 1', '{"notification":'])('makes nothing of %s', (message) => {
    expect(parse(message)).toBeUndefined();
  });
});
