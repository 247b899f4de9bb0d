import { describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { describeMessageLedger } from '../testing/describe-message-ledger.js';
import { MemoryMessageLedger } from './memory-message-ledger.js';
import { openedRecord } from './message-record.js';

let ledger: MemoryMessageLedger;
let usedIn: unknown;

describeMessageLedger('MemoryMessageLedger', async () => {
  const test = expect.getState().currentTestName;
  // The same memory for everybody in one test.
  if (usedIn !== test) ledger = new MemoryMessageLedger();
  usedIn = test;
  return ledger;
});

describe('MemoryMessageLedger', () => {
  it('forgets the older half when it is full', async () => {
    const small = new MemoryMessageLedger(4);
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      const message = normalise({ to: '+447400123456', text: 'hello', purpose: 'notification' }, id);
      await small.open(openedRecord(message, ['own'], 0, 1), { to: message.to.e164, text: message.text });
    }
    const known = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(async (id) => (await small.find(id))?.id));
    expect(known).toEqual([undefined, undefined, 'c', 'd', 'e']);
  });
});
