import { describe, expect, it } from 'vitest';
import { parseSmsOptions } from '../../libs/sms/src/parse-sms-options.js';
import { AwsEumReceipts } from '../../libs/sms/src/providers/aws-eum/aws-eum.receipts.js';
import { AwsSnsOptOutOptions } from '../../libs/sms/src/providers/aws-sns/aws-sns.opt-out.options.js';
import { statusOfResponse } from '../../libs/sms/src/providers/aws-sns/aws-sns.provider-responses.js';
import { readPage, rowsOf, sectionOf } from '../docs/page.js';

const PROVIDERS = readPage('docs/providers.md');
const OPTIONS = readPage('docs/options.md');

/** The first cell of each row, as a receipt, with each of the words in the second. */
function wordsIn(heading: string, separator: RegExp): readonly (readonly [string, string])[] {
  return rowsOf(sectionOf(PROVIDERS, heading)).flatMap(([meaning = '', words = '']) =>
    words.split(separator).map((word) => [meaning.replaceAll('`', ''), word] as const),
  );
}

const written = (receipt: object) => Object.values({ ...receipt }).slice(0, 2);

const SNS_WORDS = wordsIn('### Delivery logs of AWS SNS', / · /);
const EUM_WORDS = wordsIn('### Events of AWS End User Messaging', / /).filter(([, word]) =>
  /^TEXT_[A-Z]/.test(word),
);

describe('docs/providers.md', () => {
  it.each(SNS_WORDS)('says %s of "%s" in a delivery log, and so does the code', (meaning, response) => {
    const isSuccess = meaning === 'sent' || meaning === 'delivered';
    const receipt = statusOfResponse(isSuccess ? 'SUCCESS' : 'FAILURE', response);
    expect(isSuccess ? receipt.status : written(receipt).join(', ')).toBe(meaning);
  });

  it.each(EUM_WORDS)('says %s of the event %s, and so does the code', async (meaning, event) => {
    const [eventType = ''] = event.split(',');
    const body = JSON.stringify({ eventType, messageId: 'id', eventTimestamp: 0 });
    const [receipt] = await new AwsEumReceipts(async () => body).parse({ headers: {}, body, path: '/' });
    const kind = receipt !== undefined && 'kind' in receipt ? `, ${receipt.kind}` : '';
    expect(`${receipt?.status ?? 'none'}${kind}`).toBe(meaning);
  });

  it('says something of all of them', () => {
    expect([SNS_WORDS.length, EUM_WORDS.length]).toEqual([20, 15]);
  });
});

describe('the table of AwsSnsOptOutOptions', () => {
  const rows = rowsOf(sectionOf(OPTIONS, '### `AwsSnsOptOutOptions`'));

  it('has every option with its default', () => {
    const documented = Object.fromEntries(rows.map(([name = '', fallback]) => [name, fallback]));
    const defaults = Object.entries(new AwsSnsOptOutOptions()).map(([name, value]) => [name, `${value}`]);
    expect(documented).toEqual(Object.fromEntries(defaults));
  });

  it.each(rows)('has the range of %s', (name = '', _, range = '') => {
    const [, from, to] = /^(\d+)–(\d+)/.exec(range) ?? [];
    const parsing = (value: number) => () =>
      parseSmsOptions({
        order: ['mock'],
        environment: 'test',
        awsSns: { region: 'eu-west-1', optOutCheck: { [name]: value } },
      });
    for (const value of [from, to]) expect(parsing(Number(value))).not.toThrow();
    expect(parsing(Number(from) - 1)).toThrow(name);
    expect(parsing(Number(to) + 1)).toThrow(name);
  });
});
