import { describe, expect, it } from 'vitest';
import { callOnce } from './aws-call.js';

const ANSWERS = {
  acceptanceIn: () => undefined,
  refusalIn: () => ({ kind: 'ambiguous', code: 'unread' }) as const,
};

const refused = () => Promise.reject(new Error('Invalid Configuration of something'));

describe('callOnce', () => {
  it('takes what the SDK refuses before a request for the fault of the settings', async () => {
    const sending = callOnce('aws-sns', ANSWERS, refused, new AbortController().signal);
    await expect(sending).rejects.toMatchObject({
      name: 'ProviderError',
      kind: 'misconfigured',
      provider: 'aws-sns',
      code: 'refused-by-sdk',
    });
  });
});
