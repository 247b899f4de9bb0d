import { generate } from 'selfsigned';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.js';
import { PageUnavailableError } from './aws-page.js';
import { isCertificateUrl, SigningCertificates } from './signing-certificates.js';

const NOW = Date.UTC(2030, 0, 1);
const DAY_MS = 86_400_000;
const URL = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'a'.repeat(32)}.pem`;

const TOO_MANY = new PageUnavailableError('too-many-addresses');

const addressOf = (place: number) => URL.replace(/a+\.pem$/, `${`${place}`.padStart(32, 'b')}.pem`);

let pages: Readonly<Record<'valid' | 'expired' | 'early' | 'weak' | 'elliptic', string>>;
let page: () => Promise<string | undefined>;
let fetched: string[];
let clock: ManualClock;
let certificates: SigningCertificates;

async function certOf(fromMs: number, toMs: number, kind: object = {}): Promise<string> {
  const validity = { notBeforeDate: new Date(fromMs), notAfterDate: new Date(toMs) };
  return (
    await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
      algorithm: 'sha256',
      ...validity,
      ...kind,
    })
  ).cert;
}

beforeAll(async () => {
  pages = {
    valid: await certOf(NOW - DAY_MS, NOW + DAY_MS),
    expired: await certOf(NOW - 2 * DAY_MS, NOW - DAY_MS),
    early: await certOf(NOW + DAY_MS, NOW + 2 * DAY_MS),
    weak: await certOf(NOW - DAY_MS, NOW + DAY_MS, { keySize: 1024 }),
    elliptic: await certOf(NOW - DAY_MS, NOW + DAY_MS, { keyType: 'ec' }),
  };
});

beforeEach(() => {
  clock = new ManualClock(NOW);
  fetched = [];
  page = async () => pages.valid;
  certificates = new SigningCertificates((url) => {
    fetched.push(url);
    return page();
  }, clock);
});

describe('isCertificateUrl', () => {
  it('knows the form SNS gives the addresses of a region', () => {
    expect(isCertificateUrl(URL, 'eu-west-1')).toBe(true);
    const china = URL.replace('eu-west-1.amazonaws.com', 'cn-north-1.amazonaws.com.cn');
    expect(isCertificateUrl(china, 'cn-north-1')).toBe(true);
  });

  it.each([
    URL.replace('https', 'http'),
    URL.replace('eu-west-1', 'us-east-1'),
    URL.replace('sns.', 'sns-'),
    URL.replace('sns.eu-west-1', 'sns.eu-west-1.s3'),
    URL.replace('.com/', '.com.evil.example/'),
    URL.replace('sns.', 'user@sns.'),
    URL.replace('.com/', '.com:8443/'),
    URL.replace('/Simple', '/bucket/Simple'),
    URL.replace('.pem', '.pem.html'),
    `${URL}?x=.pem`,
    `${URL}\n`,
    `https://evil.example/?${URL}`,
  ])('knows no other: %s', (url) => {
    expect(isCertificateUrl(url, 'eu-west-1')).toBe(false);
  });
});

describe('SigningCertificates', () => {
  it('fetches a certificate once, for questions at the same time too', async () => {
    await Promise.all([certificates.certificateAt(URL), certificates.certificateAt(URL)]);
    await expect(certificates.certificateAt(URL)).resolves.toBeDefined();
    expect(fetched).toEqual([URL]);
  });

  it.each(['expired', 'early', 'weak', 'elliptic'] as const)(
    'has no use for one that is %s',
    async (which) => {
      page = async () => pages[which];
      await expect(certificates.certificateAt(URL)).resolves.toBeUndefined();
    },
  );

  it('has no use for one it holds from the day it ends', async () => {
    await certificates.certificateAt(URL);
    clock.jumpWallClock(DAY_MS + 1);
    await expect(certificates.certificateAt(URL)).resolves.toBeUndefined();
  });

  it.each([undefined, '', '<html>'])('remembers for a minute that %s is no certificate', async (text) => {
    page = async () => text;
    await expect(certificates.certificateAt(URL)).resolves.toBeUndefined();
    page = async () => pages.valid;
    clock.advance(59_999);
    await expect(certificates.certificateAt(URL)).resolves.toBeUndefined();
    clock.advance(1);
    await expect(certificates.certificateAt(URL)).resolves.toBeDefined();
    expect(fetched).toHaveLength(2);
  });

  it('asks again at once after trouble', async () => {
    page = () => Promise.reject(new PageUnavailableError('server-error'));
    await expect(certificates.certificateAt(URL)).rejects.toThrow(PageUnavailableError);
    page = async () => pages.valid;
    await expect(certificates.certificateAt(URL)).resolves.toBeDefined();
  });

  it('holds what it holds, however many addresses have no certificate', async () => {
    await certificates.certificateAt(URL);
    page = async () => undefined;
    for (let place = 1000; place < 2000; place += 1) {
      await certificates.certificateAt(addressOf(place));
      clock.advance(1000);
    }
    await expect(certificates.certificateAt(URL)).resolves.toBeDefined();
    expect(fetched.filter((url) => url === URL)).toHaveLength(1);
  });

  it('asks at four addresses at once, and tells who comes with another to come again', async () => {
    const answer = Promise.withResolvers<string | undefined>();
    page = () => answer.promise;
    const four = [10, 11, 12, 13].map((place) => certificates.certificateAt(addressOf(place)));
    const [first] = [certificates.certificateAt(addressOf(10)), ...four];
    await expect(certificates.certificateAt(URL)).rejects.toThrow(TOO_MANY);
    answer.resolve(pages.valid);
    await expect(Promise.all([...four, first])).resolves.toHaveLength(5);
    await expect(certificates.certificateAt(URL)).resolves.toBeDefined();
    expect(fetched).toHaveLength(5);
  });

  it.each([
    ['have no certificate', async () => undefined],
    ['cannot be asked', () => Promise.reject(new PageUnavailableError('server-error'))],
  ])('asks at four addresses a second that %s', async (_, answer: () => Promise<undefined>) => {
    page = answer;
    for (let place = 1000; place < 2000; place += 1)
      await certificates.certificateAt(addressOf(place)).catch(() => {});
    expect(fetched).toHaveLength(4);
    page = async () => pages.valid;
    clock.advance(999);
    await expect(certificates.certificateAt(URL)).rejects.toThrow(TOO_MANY);
    clock.advance(1);
    await expect(certificates.certificateAt(URL)).resolves.toBeDefined();
  });

  it('forgets the certificates used longest ago', async () => {
    await certificates.certificateAt(URL);
    for (let place = 10; place < 30; place += 1) {
      await certificates.certificateAt(addressOf(place));
    }
    await certificates.certificateAt(URL);
    expect(fetched.filter((url) => url === URL)).toHaveLength(2);
  });
});
