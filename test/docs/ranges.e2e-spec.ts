import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { normaliseEnvironment } from '../../apps/auth/src/config/environment.js';
import { parseSmsOptions } from '../../libs/sms/src/parse-sms-options.js';
import { readPage, rowsOf, sectionOf } from './page.js';

interface DocumentedRange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What lies just outside. */
  readonly step: number;
}

const PAGE = readPage('docs/options.md');

/** Rows whose range is one of numbers, e.g. `1–60 s`. */
function rangesIn(section: string): DocumentedRange[] {
  return rowsOf(section).flatMap(([name = '', , range = '']) => {
    const [, from, to] = /^([\d.]+)–(\d+)( m?s)?$/.exec(range) ?? [];
    if (from === undefined) return [];
    return [{ name, from: Number(from), to: Number(to), step: from.includes('.') ? 0.01 : 1 }];
  });
}

const ENVIRONMENT = rangesIn(PAGE.slice(0, PAGE.indexOf('## `SmsModuleOptions`')));
const TWILIO = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token', fromNumber: '+15005550006' };
const GROUPS = [
  { heading: '### `FailoverOptions`', key: 'failover', required: {} },
  { heading: '### `ProbeOptions`', key: 'probe', required: {} },
  { heading: '### `WatchOptions`', key: 'watch', required: {} },
  { heading: '### `TwilioOptions`', key: 'twilio', required: TWILIO },
  { heading: '### `AwsSnsOptions`', key: 'awsSns', required: { region: 'eu-west-1' } },
  { heading: '### `AwsEumOptions`', key: 'awsEum', required: { region: 'eu-west-1' } },
].flatMap(({ heading, ...rest }) =>
  rangesIn(sectionOf(PAGE, heading)).map((range) => ({ ...rest, ...range })),
);

describe('the ranges in docs/options.md', () => {
  it.each(ENVIRONMENT)('are those of $name', ({ name, from, to, step }) => {
    const reading = (value: number) => () => normaliseEnvironment({ [name]: String(value) });
    expect(reading(from)).not.toThrow();
    expect(reading(to)).not.toThrow();
    expect(reading(from - step)).toThrow(name);
    expect(reading(to + step)).toThrow(name);
  });

  it.each(GROUPS)('are those of $key.$name', ({ key, required, name, from, to, step }) => {
    const parsing = (value: number) => () =>
      parseSmsOptions({ order: ['mock'], environment: 'test', [key]: { ...required, [name]: value } });
    expect(parsing(from)).not.toThrow();
    expect(parsing(to)).not.toThrow();
    expect(parsing(from - step)).toThrow(name);
    expect(parsing(to + step)).toThrow(name);
  });

  it('are found', () => {
    expect(ENVIRONMENT.length).toBeGreaterThanOrEqual(14);
    expect(GROUPS.length).toBeGreaterThanOrEqual(30);
  });
});
