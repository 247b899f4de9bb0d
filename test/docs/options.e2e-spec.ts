import 'reflect-metadata';
import { AppConfig, ChallengesConfig } from '@standby/auth';
import { describe, expect, it } from 'vitest';
import { AuditConfig } from '../../apps/auth/src/audit/audit.config.js';
import { normaliseEnvironment } from '../../apps/auth/src/config/environment.js';
import { SmsConfig } from '../../apps/auth/src/config/sms.config.js';
import { smsOptionsOf } from '../../apps/auth/src/config/sms-options.js';
import { WatchConfig } from '../../apps/auth/src/config/watch.config.js';
import { GuardConfig } from '../../apps/auth/src/guard/guard.config.js';
import { ProxyConfig } from '../../apps/auth/src/http/proxy.config.js';
import { HumanCheckConfig } from '../../apps/auth/src/human-check/human-check.config.js';
import { MetricsConfig } from '../../apps/auth/src/metrics/metrics.config.js';
import { QuotaConfig } from '../../apps/auth/src/quotas/quota.config.js';
import { SessionsConfig } from '../../apps/auth/src/sessions/sessions.config.js';
import { ProbeOptions } from '../../libs/sms/src/health/probe.options.js';
import { AwsEumOptions } from '../../libs/sms/src/providers/aws-eum/aws-eum.options.js';
import { AwsSnsDeliveryLogOptions } from '../../libs/sms/src/providers/aws-sns/aws-sns.delivery-log.options.js';
import { AwsSnsOptions } from '../../libs/sms/src/providers/aws-sns/aws-sns.options.js';
import { AwsTopicOptions } from '../../libs/sms/src/providers/aws-topic/aws-topic.options.js';
import { TwilioOptions } from '../../libs/sms/src/providers/twilio/twilio.options.js';
import { ReceiptOptions } from '../../libs/sms/src/receipts/receipt.options.js';
import { FailoverOptions } from '../../libs/sms/src/routing/failover.options.js';
import { SmsOptions } from '../../libs/sms/src/sms.options.js';
import { WatchOptions } from '../../libs/sms/src/watch/watch.options.js';
import { firstCellsOf, readPage, rowsOf, sectionOf } from './page.js';

const PAGE = readPage('docs/options.md');
const ENVIRONMENT_HEADINGS = [
  '### The process',
  '### Clients and proxies',
  '### Messages and codes',
  '### Wrong codes, devices and test numbers',
  '### Quotas',
  '### Pumping guard',
  '### Human check',
  '### Sessions and tokens',
  '### The audit log',
  '### Metrics',
  '### Providers',
  '### Twilio',
  '### AWS SNS',
  '### AWS End User Messaging',
  '### The watch',
];
const TESTBED_VARIABLES = [
  'TESTBED_PORT',
  'TESTBED_TWILIO_PORT',
  'TESTBED_AWS_SNS_PORT',
  'TESTBED_AWS_EUM_PORT',
];
const CONFIG = Object.assign(
  {},
  new AppConfig(),
  new ChallengesConfig(),
  new SessionsConfig(),
  new AuditConfig(),
  new MetricsConfig(),
  new SmsConfig(),
  new WatchConfig(),
  new ProxyConfig(),
  new QuotaConfig(),
  new GuardConfig(),
  new HumanCheckConfig(),
);
const CLASSES: readonly (readonly [string, object])[] = [
  ['## `SmsModuleOptions`', new SmsOptions()],
  ['### `FailoverOptions`', new FailoverOptions()],
  ['### `ProbeOptions`', new ProbeOptions()],
  ['### `WatchOptions`', new WatchOptions()],
  ['### `ReceiptOptions`', new ReceiptOptions()],
  ['### `TwilioOptions`', new TwilioOptions()],
  ['### `AwsSnsOptions`', new AwsSnsOptions()],
  ['### `AwsSnsDeliveryLogOptions`', new AwsSnsDeliveryLogOptions()],
  ['### `AwsTopicOptions`', new AwsTopicOptions()],
  ['### `AwsEumOptions`', new AwsEumOptions()],
];

/** Names and defaults as a page writes them. */
function defaultsOf(options: object): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, written(value)]));
}

/** A group of options has a table of its own. */
function written(value: unknown): string {
  if (value === undefined) return '–';
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : 'its defaults';
}

function documentedIn(...headings: string[]): Record<string, string> {
  const rows = headings.flatMap((heading) => rowsOf(sectionOf(PAGE, heading)));
  return Object.fromEntries(rows.map(([name = '', fallback = '']) => [name, fallback]));
}

/** Variables of `.env.example` and what each is set to; those in comments have `undefined`. */
function variablesOfExample(): Record<string, string | undefined> {
  const lines = readPage('.env.example').matchAll(/^(# )?([A-Z][A-Z0-9_]+)=(.*)$/gm);
  return Object.fromEntries(
    Array.from(lines, ([, comment, name = '', value]) => [name, comment ? undefined : value]),
  );
}

describe('docs/options.md', () => {
  it('has every environment variable with its default', () => {
    expect(documentedIn(...ENVIRONMENT_HEADINGS)).toEqual(defaultsOf(CONFIG));
  });

  it.each(CLASSES)('has every option under %s with its default', (heading, options) => {
    expect(documentedIn(heading)).toEqual(defaultsOf(options));
  });

  it('has the variables of the testbed', () => {
    expect(firstCellsOf(sectionOf(PAGE, '### The testbed'))).toEqual(TESTBED_VARIABLES);
  });
});

describe('the environment', () => {
  const { app, sms, watch } = normaliseEnvironment({
    SMS_PROVIDER: 'failover',
    SMS_FAILOVER_ORDER: 'twilio,aws-sns,aws-eum',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'token',
    TWILIO_FROM_NUMBER: '+15005550006',
    AWS_REGION: 'eu-west-1',
    AWS_SNS_LOGS_ACCOUNT_ID: '0'.repeat(12),
  });
  const options = smsOptionsOf(app, sms, watch);

  it.each([
    ['the module', options, new SmsOptions()],
    ['failover', options.failover, new FailoverOptions()],
    ['probes', options.probe, new ProbeOptions()],
    ['the watch', options.watch, new WatchOptions()],
    ['receipts', options.receipts, new ReceiptOptions()],
    ['Twilio', options.twilio, new TwilioOptions()],
    ['AWS SNS', options.awsSns, new AwsSnsOptions()],
    ['its delivery logs', options.awsSns?.deliveryLogs, new AwsSnsDeliveryLogOptions()],
    ['AWS End User Messaging', options.awsEum, new AwsEumOptions()],
  ])('has the numbers for %s that the library has by itself', (_, given, defaults) => {
    const numbers = Object.entries(given ?? {}).filter(([, value]) => typeof value === 'number');
    expect(numbers).not.toEqual([]);
    expect(defaults).toMatchObject(Object.fromEntries(numbers));
  });
});

describe('.env.example', () => {
  it('names the variables the service and the testbed read, and no other', () => {
    const known = [...Object.keys(CONFIG), ...TESTBED_VARIABLES];
    expect(Object.keys(variablesOfExample()).toSorted()).toEqual(known.toSorted());
  });

  it('sets nothing but defaults', () => {
    const set = Object.entries(variablesOfExample()).filter(([, value]) => value !== undefined);
    expect({ ...defaultsOf(CONFIG), TESTBED_PORT: '4010' }).toMatchObject(Object.fromEntries(set));
  });

  it('explains each variable on the line before it', () => {
    const unexplained = readPage('.env.example').match(/^(?!# \S+ ).*\n(# )?[A-Z][A-Z0-9_]+=/gm);
    expect(unexplained).toBeNull();
  });
});
