import { Test } from '@nestjs/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SmsModule } from './sms.module.js';
import type { SmsModuleOptions } from './sms-module-options.js';

/** Adapters loaded so far; each brings its SDK with it, and nothing else does. */
const loaded = vi.hoisted((): string[] => []);

vi.mock('./providers/twilio/twilio.provider.js', (original) => {
  loaded.push('twilio');
  return original();
});
vi.mock('./providers/aws-sns/aws-sns.provider.js', (original) => {
  loaded.push('aws-sns');
  return original();
});
vi.mock('./providers/aws-eum/aws-eum.provider.js', (original) => {
  loaded.push('aws-eum');
  return original();
});

const MOCK: SmsModuleOptions = { order: ['mock'], environment: 'test', mock: {} };
const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'not-a-token', fromNumber: 'Example' };
const boot = async (options: SmsModuleOptions) => {
  const app = await Test.createTestingModule({ imports: [SmsModule.forRoot(options)] }).compile();
  await app.close();
};

beforeEach(() => {
  loaded.length = 0;
  vi.resetModules();
});

describe('SmsModule', () => {
  it('loads no adapter, and so no SDK, that is not configured', async () => {
    await boot(MOCK);
    expect(loaded).toEqual([]);
  });

  it.each([
    ['twilio', { ...MOCK, twilio }],
    ['aws-sns', { ...MOCK, awsSns: { region: 'eu-west-1' } }],
    ['aws-eum', { ...MOCK, awsEum: { region: 'eu-west-1' } }],
  ])('loads the adapter of %s alone where that is configured', async (name, options) => {
    await boot(options);
    expect(loaded).toEqual([name]);
  });
});
