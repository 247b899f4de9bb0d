import { describe, expect, it } from 'vitest';
import { normalise } from '../../message/outbound-message.js';
import { describeSmsProvider } from '../../testing/index.js';
import { MockProvider } from './mock.provider.js';

describeSmsProvider('MockProvider', async () => {
  const provider = new MockProvider();
  return {
    provider,
    taken: () => provider.messages.map(({ to, text }) => ({ to: to.e164, text })),
    conditions: {
      'refuses-recipient': () => provider.failNext('invalid-recipient'),
      'opted-out': () => provider.failNext('opted-out'),
      throttled: () => provider.failNext('throttled'),
      'bad-credentials': () => provider.failNext('misconfigured'),
      unreachable: () => provider.failNext('unavailable'),
      'answers-500': () => provider.failNext('ambiguous'),
    },
    close: async () => {},
  };
});

const never = new AbortController().signal;
const message = (text = 'Hello') => normalise({ to: '+447400123456', text, purpose: 'notification' }, 'id');

describe('MockProvider', () => {
  it('fails once for each kind it was told, in order, then accepts again', async () => {
    const provider = new MockProvider('twilio');
    provider.failNext('throttled', 'ambiguous');
    const twilio = { provider: 'twilio', code: 'mock' };
    await expect(provider.send(message(), never)).rejects.toMatchObject({ ...twilio, kind: 'throttled' });
    await expect(provider.send(message(), never)).rejects.toMatchObject({ ...twilio, kind: 'ambiguous' });
    await expect(provider.send(message(), never)).resolves.toEqual({ providerMessageId: 'mock-1' });
  });

  it('keeps the newest 1000 messages', async () => {
    const provider = new MockProvider();
    for (let index = 0; index < 1002; index += 1) await provider.send(message(`${index}`), never);
    expect(provider.messages).toHaveLength(1000);
    expect(provider.messages[0]?.text).toBe('2');
    expect(provider.messages.at(-1)?.text).toBe('1001');
  });
});
