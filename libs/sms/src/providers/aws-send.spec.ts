import { describe, expect, it } from 'vitest';
import { sendOnce } from './aws-send.js';

const ANSWERS = {
  acceptanceIn: () => undefined,
  refusalIn: () => ({ kind: 'ambiguous', code: 'unread' }) as const,
};

const refused = () => Promise.reject(new Error('Invalid Configuration of something'));

describe('sendOnce', () => {
  it('takes what the SDK refuses before a request for the fault of the settings', async () => {
    const sending = sendOnce('aws-sns', ANSWERS, refused, new AbortController().signal);
    await expect(sending).rejects.toMatchObject({
      name: 'ProviderError',
      kind: 'misconfigured',
      provider: 'aws-sns',
      code: 'refused-by-sdk',
    });
  });
});
