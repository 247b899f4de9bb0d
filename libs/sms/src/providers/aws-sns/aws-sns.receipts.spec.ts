import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AwsSnsReceipts } from './aws-sns.receipts.js';

const KEYS = ['first-access-key-0001', 'second-access-key-002'] as const;
const parser = new AwsSnsReceipts({ accessKeys: KEYS });

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
}

const DATA: object = JSON.parse(fixture('subscription-data'));
const parcel = (batch: unknown) => gzipSync(JSON.stringify(batch)).toString('base64');
const delivery = (...data: readonly unknown[]) =>
  JSON.stringify({ records: data.map((each) => ({ data: each })) });
const parse = (body: string, accessKey: string | undefined = KEYS[0]) =>
  parser.parse({ headers: { 'x-amz-firehose-access-key': accessKey }, body, path: '/v1/receipts/aws-sns' });
const malformed = expect.objectContaining({ name: 'ReceiptRefusedError', refusal: 'malformed' });

describe('AwsSnsReceipts', () => {
  it.each(['firehose-delivery', 'lambda-event'])('reads the batches in %s', async (name) => {
    const receipts = await parse(fixture(name));
    expect(receipts.map(({ status }) => status)).toEqual(['delivered', 'sent']);
  });

  it('knows both keys while one replaces the other', async () => {
    await expect(parse(fixture('firehose-delivery'), KEYS[1])).resolves.toHaveLength(2);
  });

  it.each([undefined, '', 'first-access-key-0002', `${KEYS[0]} `, KEYS.join()])(
    'refuses the key %s',
    async (accessKey) => {
      const call = { headers: { 'x-amz-firehose-access-key': accessKey }, body: '{}', path: '/' };
      await expect(parser.parse(call)).rejects.toMatchObject({ refusal: 'bad-signature' });
    },
  );

  it('passes over other log groups, control messages and entries that are no receipts', async () => {
    const other = { ...DATA, logGroup: '/aws/lambda/orders' };
    const spoilt = { ...DATA, logEvents: [null, { timestamp: 1 }, { timestamp: 9e99, message: '{}' }] };
    const control = JSON.parse(fixture('subscription-control'));
    await expect(parse(delivery(parcel(other), parcel(spoilt), parcel(control)))).resolves.toEqual([]);
  });

  it('reads the group of failures', async () => {
    const failures = { ...DATA, logGroup: 'sns/eu-west-1/123456789012/DirectPublishToPhoneNumber/Failure' };
    await expect(parse(delivery(parcel(failures)))).resolves.toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'records'],
    ['a list', '[]'],
    ['an object of something else', '{"requestId":"1"}'],
    ['data that is no text', delivery(7)],
    ['data that is no base64', delivery('%%%')],
    ['data that is no gzip', delivery(Buffer.from('{}').toString('base64'))],
    ['gzip cut short', delivery(parcel(DATA).slice(0, 64))],
    ['gzip of no JSON', delivery(gzipSync('hello').toString('base64'))],
    ['a batch without events', delivery(parcel({ messageType: 'DATA_MESSAGE', logGroup: 'a' }))],
    ['one spoilt batch among good ones', delivery(parcel(DATA), 'AAAA')],
    ['more records than a call holds', delivery(...Array.from({ length: 501 }, () => ''))],
    ['more than 256 KiB', `${' '.repeat(262_144)}{}`],
  ])('refuses %s', async (_, body) => {
    await expect(parse(body)).rejects.toEqual(malformed);
  });

  it('refuses what inflates to more than 8 MiB, in one record or in all of them', async () => {
    const bomb = gzipSync(Buffer.alloc(9 * 1024 * 1024, ' ')).toString('base64');
    await expect(parse(delivery(bomb))).rejects.toEqual(malformed);
    const padded = { ...DATA, padding: ' '.repeat(5 * 1024 * 1024) };
    await expect(parse(delivery(parcel(padded)))).resolves.toHaveLength(2);
    await expect(parse(delivery(parcel(padded), parcel(padded)))).rejects.toEqual(malformed);
  });
});
