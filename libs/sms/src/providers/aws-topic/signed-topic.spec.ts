import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { generate } from 'selfsigned';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.js';
import { PageUnavailableError } from './aws-page.js';
import { SignedTopic } from './signed-topic.js';

type Members = Readonly<Record<string, string>>;

const NOW = Date.UTC(2030, 0, 1, 0, 1);
const DAY_MS = 86_400_000;
const CERT_URL = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'a'.repeat(32)}.pem`;
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const notification = fixture('notification');
const confirmation = fixture('subscription-confirmation');
const { TopicArn = '' } = notification;

let keys: { readonly valid: Pair; readonly other: Pair };
let pages: Map<string, string>;
let fetched: string[];
let clock: ManualClock;

interface Pair {
  readonly private: string;
  readonly cert: string;
}

function fixture(name: string): Members {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
}

/** The body of a call as SNS writes it; `lies` are told after signing. */
function signed(members: Members, lies: object = {}, version = '2', key = keys.valid.private): string {
  const names = SIGNED.filter((name) => name in members);
  const text = names.map((name) => `${name}\n${members[name]}\n`).join('');
  const signature = sign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256', Buffer.from(text), key);
  return JSON.stringify({
    ...members,
    SignatureVersion: version,
    Signature: signature.toString('base64'),
    SigningCertURL: CERT_URL,
    ...lies,
  });
}

async function fetchPage(url: string): Promise<string | undefined> {
  fetched.push(url);
  return pages.get(url);
}

function topic(signatureVersion: '2' | 'any' = '2'): SignedTopic {
  const options = { topicArns: [TopicArn], signatureVersion, maxAgeMs: 3_600_000, fetchTimeoutMs: 5000 };
  return new SignedTopic('aws-eum', options, fetchPage, clock);
}

const open = (body: string, by = topic()) => by.open({ body });
const refused = (refusal: string) => expect.objectContaining({ name: 'ReceiptRefusedError', refusal });

beforeAll(async () => {
  const validity = { notBeforeDate: new Date(NOW - DAY_MS), notAfterDate: new Date(NOW + DAY_MS) };
  const pair = () =>
    generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], { algorithm: 'sha256', ...validity });
  keys = { valid: await pair(), other: await pair() };
});

beforeEach(() => {
  pages = new Map([[CERT_URL, keys.valid.cert]]);
  fetched = [];
  clock = new ManualClock(NOW);
});

describe('SignedTopic', () => {
  it.each([notification, { ...notification, Subject: 'Events' }, fixture('unsubscribe-confirmation')])(
    'opens what SNS signed: $Type $Subject',
    async (members) => {
      const expected = members.Type === 'Notification' ? notification.Message : undefined;
      await expect(open(signed(members))).resolves.toBe(expected);
    },
  );

  it('takes a Subject of null for none, and passes over members it does not know', async () => {
    const body = signed(notification, { Subject: null, UnsubscribeURL: 'https://example.com', New: 1 });
    await expect(open(body)).resolves.toBe(notification.Message);
  });

  it('takes SHA-1 only where it is allowed', async () => {
    const body = signed(notification, {}, '1');
    await expect(open(body, topic('any'))).resolves.toBe(notification.Message);
    await expect(open(body)).rejects.toEqual(refused('bad-signature'));
    expect(fetched).toHaveLength(1);
  });

  it.each([
    ['Message', 'another text'],
    ['MessageId', '00000000-fdea-4c2c-8f9d-bdfb0c7bf324'],
    ['Timestamp', '2030-01-01T00:00:13.345Z'],
    ['Subject', 'a subject it did not have'],
    ['Signature', 'AAAA'],
    ['SignatureVersion', '1'],
  ])('refuses a lie about %s', async (name, lie) => {
    await expect(open(signed(notification, { [name]: lie }), topic('any'))).rejects.toEqual(
      refused('bad-signature'),
    );
  });

  it('refuses another key', async () => {
    const body = signed(notification, {}, '2', keys.other.private);
    await expect(open(body)).rejects.toEqual(refused('bad-signature'));
  });

  it('refuses a certificate it holds from the day it ends', async () => {
    const ending = topic();
    await expect(open(signed(notification), ending)).resolves.toBeDefined();
    clock.jumpWallClock(2 * DAY_MS);
    const today = { ...notification, Timestamp: new Date(clock.wallMs()).toISOString() };
    await expect(open(signed(today), ending)).rejects.toEqual(refused('bad-signature'));
  });

  it.each([
    CERT_URL.replace('https', 'http'),
    CERT_URL.replace('eu-west-1', 'us-east-1'),
    CERT_URL.replace('.com/', '.com.evil.example/'),
  ])('asks nobody for a certificate at %s', async (SigningCertURL) => {
    await expect(open(signed(notification, { SigningCertURL }))).rejects.toEqual(refused('bad-signature'));
    expect(fetched).toEqual([]);
  });

  it('refuses a topic that is not configured, and does not confirm it', async () => {
    const foreign = { ...confirmation, TopicArn: TopicArn.replace('sms', 'other') };
    await expect(open(signed(foreign))).rejects.toEqual(refused('foreign'));
    expect(fetched).toEqual([]);
  });

  it.each([-3_600_001, 300_001])('refuses what was sent %d ms from now', async (offsetMs) => {
    const Timestamp = new Date(NOW + offsetMs).toISOString();
    await expect(open(signed({ ...notification, Timestamp }))).rejects.toEqual(refused('stale'));
  });

  it.each([
    '',
    '[]',
    'null',
    '{"Type":"Notification"}',
    notification.Message ?? '',
    `"${'a'.repeat(300_000)}"`,
  ])('refuses what is no message', async (body) => {
    await expect(open(body)).rejects.toEqual(refused('malformed'));
  });

  it('refuses a message longer than SNS carries', async () => {
    const long = { ...notification, Message: 'a'.repeat(262_145) };
    await expect(open(signed(long))).rejects.toEqual(refused('malformed'));
  });
});

describe('the confirmation of a subscription', () => {
  const url = confirmation.SubscribeURL ?? '';

  it('is made once', async () => {
    pages.set(url, '<ConfirmSubscriptionResponse/>');
    const one = topic();
    await expect(open(signed(confirmation), one)).resolves.toBeUndefined();
    await expect(open(signed(confirmation), one)).resolves.toBeUndefined();
    expect(fetched).toEqual([CERT_URL, url]);
  });

  it('is owed while SNS does not take it', async () => {
    await expect(open(signed(confirmation))).rejects.toThrow(new PageUnavailableError('no-page'));
  });

  it('is not made unless it is signed', async () => {
    await expect(open(signed(confirmation, { Token: 'another' }))).rejects.toEqual(refused('bad-signature'));
    expect(fetched).toEqual([CERT_URL]);
  });

  it.each([
    url.replace('sns.eu-west-1', 'sns.us-east-1'),
    url.replace('https://sns', 'https://evil.example/sns'),
    url.replace('ConfirmSubscription', 'DeleteTopic'),
    url.replace('sms-events', 'other'),
    url.replace('.com/?', '.com/path?'),
    url.replace('https', 'http'),
    'no-address',
  ])('asks nobody but SNS: %s', async (SubscribeURL) => {
    await expect(open(signed({ ...confirmation, SubscribeURL }))).rejects.toEqual(refused('foreign'));
    expect(fetched).toEqual([CERT_URL]);
  });
});
