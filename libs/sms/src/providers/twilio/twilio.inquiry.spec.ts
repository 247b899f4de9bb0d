import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { parseSmsOptions } from '../../parse-sms-options.js';
import { TwilioProvider } from './twilio.provider.js';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const LIST = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
const SINCE = new Date(Date.UTC(2030, 0, 1));
const SEARCH = { to: '+447400123456', text: 'Your code is 482913', since: SINCE };

/** What the list says of each message, the newest first; every page holds all of them. */
let listed: object[];
let next: 'none' | 'endless';
let server: Server;
let provider: TwilioProvider;
let asked: URL[];

beforeEach(async () => {
  [listed, asked, next] = [[], [], 'none'];
  server = createServer(({ url = '' }, response) => {
    asked.push(new URL(url, 'http://localhost'));
    const next_page_uri = next === 'endless' ? `${LIST}?Page=${asked.length}` : null;
    response.end(JSON.stringify({ messages: listed, next_page_uri }));
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
const find = () => provider.find(SEARCH, new AbortController().signal);

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

  it('reads four pages at most', async () => {
    next = 'endless';
    listed = Array.from({ length: 50 }, (_, place) => message(`SM${place}`));
    await find();
    expect(asked).toHaveLength(4);
  });
});
