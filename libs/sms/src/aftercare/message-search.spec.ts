import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { openedRecord } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { ProviderError } from '../providers/provider-error.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { type MessageQuest, search } from './message-search.js';

const MESSAGE = normalise({ to: '+447400123456', text: 'hello', purpose: 'notification' }, 'm');
const QUEST: MessageQuest = { messageId: 'm', providers: ['first', 'second'], since: 0, known: [] };
const NEVER = new AbortController().signal;

let ledger: MemoryMessageLedger;
const listing = (name: string, find: () => Promise<readonly string[]>): SmsProvider => ({
  name,
  send: async () => ({ providerMessageId: undefined }),
  find,
});
const first = listing('first', async () => ['first-1', 'first-2']);
const second = listing('second', async () => ['second-1']);

beforeEach(async () => {
  ledger = new MemoryMessageLedger();
  const { to, text } = MESSAGE;
  await ledger.open(openedRecord(MESSAGE, ['first', 'second'], 0, 1), { to: to.e164, text });
});

describe('a search for a message', () => {
  it('finds the oldest copy at each provider that may have it, and makes them its own', async () => {
    expect(await search(QUEST, ledger, [first, second], NEVER)).toEqual([
      { provider: 'first', providerMessageId: 'first-1' },
      { provider: 'second', providerMessageId: 'second-1' },
    ]);
    expect(await ledger.idOf('first', 'first-1')).toBe('m');
    expect(await ledger.idOf('first', 'first-2')).toBeUndefined();
  });

  it('passes over a copy that the message is known to have', async () => {
    const quest = { ...QUEST, providers: ['first'], known: ['first-1'] };
    expect(await search(quest, ledger, [first], NEVER)).toEqual([
      { provider: 'first', providerMessageId: 'first-2' },
    ]);
  });

  it('makes nothing its own while a provider does not say', async () => {
    const silent = listing('second', async () => {
      throw new ProviderError({ kind: 'unavailable', provider: 'second', code: 'DOWN' });
    });
    expect(await search(QUEST, ledger, [first, silent], NEVER)).toBe('no-answer');
    expect(await ledger.idOf('first', 'first-1')).toBeUndefined();
  });
});
