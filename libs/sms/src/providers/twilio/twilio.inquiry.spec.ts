import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { parseSmsOptions } from '../../parse-sms-options.js';
import { TwilioProvider } from './twilio.provider.js';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const LIST = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
const SINCE = new Date(Date.UTC(2030, 0, 1));
const SEARCH = { to: '+447400123456', text: 'Your code is 482913', since: SINCE };

/** What the list says of each message, the newest first. */
let listed: (object | null)[];
/** `endless`: every page holds all of them. */
let next: 'none' | 'endless' | 'by size';
let server: Server;
let provider: TwilioProvider;
let asked: URL[];

beforeEach(async () => {
  [listed, asked, next] = [[], [], 'none'];
  server = createServer(({ url = '' }, response) => {
    asked.push(new URL(url, 'http://localhost'));
    response.end(JSON.stringify(pageAt(new URL(url, 'http://localhost').searchParams)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  const apiBaseUrl = `http://127.0.0.1:${address.port}`;
  const given = { accountSid: ACCOUNT, authToken: 'not-a-token', fromNumber: '+15005550006', apiBaseUrl };
  const { twilio } = parseSmsOptions({ order: ['twilio'], twilio: given });
  assert(twilio !== undefined);
  provider = new TwilioProvider(twilio);
});

afterEach(async () => {
  await provider.close();
  server.close();
});

const message = (sid: string, change: object = {}) => ({
  sid,
  body: SEARCH.text,
  direction: 'outbound-api',
  date_created: new Date(SINCE.getTime() + 60_000).toUTCString(),
  date_sent: null,
  ...change,
});
/** A page as Twilio makes it of a question. */
const pageAt = (question: URLSearchParams) => {
  if (next !== 'by size')
    return { messages: listed, next_page_uri: next === 'endless' ? `${LIST}?Page=${asked.length}` : null };
  const [size, page] = [Number(question.get('PageSize')), Number(question.get('Page'))];
  const rest = listed.slice(page * size);
  const next_page_uri = rest.length > size ? `${LIST}?PageSize=${size}&Page=${page + 1}` : null;
  return { messages: rest.slice(0, size), next_page_uri };
};
/** A message as long as one may be; the rest of it is about as long as Twilio makes it. */
const longMessage = (sid: string) =>
  message(sid, { body: '\u5b57'.repeat(1600), subresource_uris: { media: 'x'.repeat(700) } });
const UNUSABLE = { name: 'ProviderError', kind: 'unavailable', code: 'unusable-answer', httpStatus: 200 };
const find = () => provider.find(SEARCH, new AbortController().signal);

/** What a message costs, of which Twilio says this. */
const costOf = async (said: object) => {
  server.removeAllListeners('request');
  server.on('request', (_, response) => {
    response.end(JSON.stringify(message('SM1', { status: 'delivered', error_code: null, ...said })));
  });
  return (await provider.lookUp('SM1', new AbortController().signal))?.price;
};

describe('lookUpMessage', () => {
  it('tells what a message costs, and in which currency', async () => {
    const price = await costOf({ price: '-0.00750', price_unit: 'USD' });
    expect(price).toEqual({ amount: 0.0075, currency: 'USD' });
  });

  it.each([
    ['no price', { price: null, price_unit: 'USD' }],
    ['no currency', { price: '-0.00750' }],
    ['null as the currency', { price: '-0.00750', price_unit: null }],
    ['an empty currency', { price: '-0.00750', price_unit: '' }],
  ])('tells no cost where there is %s', async (_, said) => {
    expect(await costOf(said)).toBeUndefined();
  });
});

describe('findMessages', () => {
  it('finds messages by recipient and text, the oldest first, whether they were sent on or not', async () => {
    const sent = { date_created: SINCE.toUTCString(), date_sent: SINCE.toUTCString() };
    listed = [message('SM2'), message('SM1', sent)];
    await expect(find()).resolves.toEqual(['SM1', 'SM2']);
  });

  it('asks by no date, which a message that is still queued may lack', async () => {
    await find();
    const queries = asked.map(({ pathname, searchParams }) => [pathname, Object.fromEntries(searchParams)]);
    expect(queries).toEqual([[LIST, { To: SEARCH.to, PageSize: '50' }]]);
  });

  it('finds a text behind the sentence of a trial account', async () => {
    listed = [message('SM1', { body: `Sent from your Twilio trial account - ${SEARCH.text}` })];
    await expect(find()).resolves.toEqual(['SM1']);
  });

  it.each([
    ['another text', { body: 'Your code is 482914' }],
    ['what the recipient wrote', { direction: 'inbound' }],
    ['what was there before', { date_created: new Date(SINCE.getTime() - 1000).toUTCString() }],
  ])('leaves out %s', async (_, change) => {
    listed = [message('SM2', change), message('SM1')];
    await expect(find()).resolves.toEqual(['SM1']);
  });

  it.each([
    ['without a text', { body: null }],
    ['whose text is none', { body: 5 }],
    ['that does not say which way it went', { direction: undefined }],
    ['without a date', { date_created: null }],
  ])('finds a message beside one %s', async (_, change) => {
    listed = [message('SM2', change), message('SM1')];
    await expect(find()).resolves.toEqual(['SM1']);
  });

  it('says that Twilio does not where its list holds what is no message', async () => {
    listed = [null, message('SM1')];
    await expect(find()).rejects.toMatchObject(UNUSABLE);
  });

  it('reads pages of twenty where fifty messages are longer than an answer may be', async () => {
    next = 'by size';
    listed = Array.from({ length: 210 }, (_, place) => longMessage(`SM${place}`));
    listed[199] = message('SM199');
    listed[200] = message('SM200');
    await expect(find()).resolves.toEqual(['SM199']);
    const sizes = asked.map(({ searchParams }) => searchParams.get('PageSize'));
    expect(sizes).toEqual(['50', ...Array.from({ length: 10 }, () => '20')]);
  });

  it('asks for no smaller pages where Twilio fails otherwise', async () => {
    server.removeAllListeners('request');
    server.on('request', ({ url = '' }, response) => {
      asked.push(new URL(url, 'http://localhost'));
      response.writeHead(503).end();
    });
    await expect(find()).rejects.toMatchObject({ httpStatus: 503 });
    expect(asked).toHaveLength(1);
  });

  it('reads four pages at most', async () => {
    next = 'endless';
    listed = Array.from({ length: 50 }, (_, place) => message(`SM${place}`));
    await find();
    expect(asked).toHaveLength(4);
  });
});

describe('lookUpMessage', () => {
  it.each(['[]', '{}', '{"status":5}', '5'])(
    'says that Twilio does not where it answers %s',
    async (body) => {
      server.removeAllListeners('request');
      server.on('request', (_, response) => response.end(body));
      const lookingUp = provider.lookUp('SM1', new AbortController().signal);
      await expect(lookingUp).rejects.toMatchObject(UNUSABLE);
    },
  );
});
