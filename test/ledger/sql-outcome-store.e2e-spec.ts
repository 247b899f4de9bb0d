import { describeOutcomeStore } from '@standby/sms/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutcomeDatabase } from './outcome-database.js';

let database: OutcomeDatabase;

beforeEach(() => {
  database = new OutcomeDatabase();
});

afterEach(() => database.remove());

describeOutcomeStore('SqlOutcomeStore on SQLite', () => database.connect());

const claim = {
  fingerprint: 'abc',
  holder: 'message-1',
  now: 0,
  leaseEndsAt: 10,
  expiresAt: 100,
  ifLost: {
    result: 'sent',
    message: {
      id: 'message-1',
      status: 'unknown',
      provider: 'first',
      segments: 1,
      route: ['first'],
      routeReason: 'configured-order',
      attempts: [],
    },
  },
} as const;

describe('SqlOutcomeStore', () => {
  it('remembers claims and outcomes when its process ends', async () => {
    const before = await database.connect();
    await before.claim('settled', claim);
    await before.settle('settled', claim.holder, claim.ifLost);
    await before.claim('sending', claim);
    await database.disconnect();
    const after = await database.connect();
    expect(await after.claim('settled', claim)).toEqual({ claim: 'settled', outcome: claim.ifLost });
    expect(await after.claim('sending', claim)).toMatchObject({ claim: 'pending' });
  });
});
