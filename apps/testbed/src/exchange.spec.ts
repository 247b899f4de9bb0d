import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestbed, type Testbed } from './testbed.js';

describe('Exchange', () => {
  let testbed: Testbed;

  beforeEach(async () => {
    testbed = await startTestbed();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await testbed.close();
  });

  it('drips an answer for a minute, and then writes what is left', async () => {
    await testbed.setFault('twilio', { fault: 'slow-drip', latencyMs: 20_000 });
    const answer = await fetch(`${testbed.twilioUrl}/2010-04-01/Accounts/AC0.json`);
    vi.advanceTimersByTime(60_000);
    expect(await answer.text()).toContain('"code":20404');
  });
});
