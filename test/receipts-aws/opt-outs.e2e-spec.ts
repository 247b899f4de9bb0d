import { AWS_SNS_PROVIDER, type SmsModuleOptions, type SmsProvider } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../../libs/sms/src/message/outbound-message.js';
import { providerFromModule } from '../support/provider-from-module.js';
import { optionsForTestbed } from '../support/testbed-options.js';

const OPTED_OUT = '+447400123456';
const OTHER = '+447400123457';

let testbed: Testbed;
/** Draws the faults: under 0.5 a request meets one. */
let draws: number[];
let provider: SmsProvider;
let close: () => Promise<void>;

beforeEach(async () => {
  draws = [];
  testbed = await startTestbed({ random: () => draws.shift() ?? 0.9 });
  testbed.setOptedOut('aws-sns', [OPTED_OUT]);
  const { awsSns, ...rest } = optionsForTestbed(testbed);
  const checking = { region: 'eu-central-1', ...awsSns, optOutCheck: { timeoutMs: 200 } };
  const options: SmsModuleOptions = { ...rest, order: ['aws-sns'], awsSns: checking };
  const made = await providerFromModule(AWS_SNS_PROVIDER, options);
  provider = made.provider;
  close = async () => {
    await made.module.close();
    await testbed.close();
  };
});

afterEach(() => close());

const send = (to: string) =>
  provider.send(normalise({ to, text: 'Hello', purpose: 'notification' }, 'id'), AbortSignal.timeout(5000));
const requests = () => testbed.requests('aws-sns').received;

describe('the opt-out check of the AWS SNS adapter', () => {
  it('refuses who opted out before anything is published, and asks once', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(send(OPTED_OUT)).rejects.toMatchObject({ kind: 'opted-out', code: 'opted-out-list' });
    }
    expect([testbed.messages(), requests()]).toEqual([[], 1]);
  });

  it('lets everybody else through, and asks once', async () => {
    await send(OTHER);
    await send(OTHER);
    expect([testbed.messages().length, requests()]).toEqual([2, 3]);
  });

  it.each([
    { fault: 'throttled' },
    { fault: 'error-500' },
    { fault: 'hang' },
    { fault: 'html-200' },
    { fault: 'reset-after-read' },
  ] as const)('never holds a message back because of $fault', async (order) => {
    await testbed.setFault('aws-sns', { ...order, probability: 0.5 });
    draws = [0];
    await expect(send(OPTED_OUT)).resolves.toMatchObject({ providerMessageId: expect.any(String) });
    expect([testbed.messages().length, requests()]).toEqual([1, 2]);
  });
});
