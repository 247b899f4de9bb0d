import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { twilioClient } from '../testing/sdk-clients.js';
import { InboxEvents } from './inbox.events.js';

describe('InboxEvents', () => {
  let testbed: Testbed;

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  afterAll(() => testbed.close());

  it('tells the state, then what was taken, then that it was cleared', async () => {
    const message = { to: '+15005550010', from: '+15005550006', body: 'one' };
    const { body } = await fetch(`${testbed.url}/_testbed/events`);
    const events = eventsOf(body ?? new ReadableStream());
    expect(await events.next()).toMatchObject({
      value: { name: 'state', data: [{ provider: 'twilio' }, {}, {}] },
    });

    const client = twilioClient(testbed.url);
    const { sid } = await client.messages.create(message);
    expect(await nextNamed(events, 'messages')).toMatchObject([{ id: sid }]);

    testbed.clearMessages();
    expect(await nextNamed(events, 'cleared')).toEqual({});
  });

  it('tells again what became of a message that was told', async () => {
    const message = { to: '+15005550010', from: '+15005550006', body: 'two', provideFeedback: true };
    testbed.setTwilioReceipts({ outcome: 'undelivered', code: 30003 });
    const { body } = await fetch(`${testbed.url}/_testbed/events`);
    const events = eventsOf(body ?? new ReadableStream());
    const client = twilioClient(testbed.url);
    const { sid } = await client.messages.create(message);
    expect(await nextNamed(events, 'messages')).toMatchObject([{ id: sid }]);

    await client.messages(sid).feedback.create({ outcome: 'confirmed' });
    await untilRevised(events, { id: sid, status: 'undelivered', reason: '30003', feedback: 'confirmed' });
  });
});

describe('InboxEvents, when more happens between two updates than one can tell', { timeout: 20_000 }, () => {
  let testbed: Testbed;
  let events: AsyncGenerator<StreamEvent>;

  beforeEach(async () => {
    testbed = await startTestbed();
    // The updates alone wait until they are told to come.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { body } = await fetch(`${testbed.url}/_testbed/events`);
    events = eventsOf(body ?? new ReadableStream());
  });
  afterEach(async () => {
    vi.useRealTimers();
    await testbed.close();
  });

  const post = async (path: string, form: Record<string, string>) => {
    const { accountSid, authToken } = testbed.credentials.twilio;
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    const url = `${testbed.twilioUrl}/2010-04-01/Accounts/${accountSid}/${path}`;
    const body = new URLSearchParams(form);
    await (await fetch(url, { method: 'POST', headers: { authorization }, body })).text();
  };
  const send = async (count: number, Body = 'three') => {
    const message = { To: '+15005550010', From: '+15005550006', Body, ProvideFeedback: 'true' };
    await Promise.all(Array.from({ length: count }, () => post('Messages.json', message)));
  };

  it('tells so of messages', async () => {
    await send(200);
    update();
    expect(await namesUntil(events, 'state', 2)).toEqual(['state', 'messages', 'state']);
    await send(201);
    update();
    expect(await namesUntil(events, 'state', 1)).toEqual(['messages', 'more', 'state']);
  });

  it('tells so of what became of them', async () => {
    await send(201);
    update();
    expect(await namesUntil(events, 'state', 2)).toEqual(['state', 'messages', 'more', 'state']);
    const feedback = { Outcome: 'confirmed' };
    const sids = testbed.messages().map(({ id }) => id);
    await Promise.all(sids.map((sid) => post(`Messages/${sid}/Feedback.json`, feedback)));
    update();
    expect(await namesUntil(events, 'state', 1)).toEqual(['revised', 'more', 'state']);
  });

  it('cuts off a reader that has not taken what it was told before', async () => {
    const reader = new ServerResponse(new IncomingMessage(new Socket()));
    new InboxEvents(testbed).follow(reader);
    await send(100, 'a'.repeat(1_600));
    update();
    expect(reader.destroyed).toBe(false);
    await send(1);
    update();
    expect(reader.destroyed).toBe(true);
  });
});

const update = () => vi.advanceTimersByTime(250);

interface StreamEvent {
  readonly name: string;
  readonly data: unknown;
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, name = '', data = 'null'] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      yield { name, data: JSON.parse(data) };
    }
  }
}

/** Revisions that come close together are told in one event, or in several. */
async function untilRevised(events: AsyncGenerator<StreamEvent>, wanted: object): Promise<void> {
  for (let told = await nextNamed(events, 'revised'); ; told = await nextNamed(events, 'revised')) {
    if (expect.arrayContaining([expect.objectContaining(wanted)]).asymmetricMatch(told)) return;
  }
}

async function nextNamed(events: AsyncGenerator<StreamEvent>, wanted: string): Promise<unknown> {
  for (let step = await events.next(); step.done !== true; step = await events.next()) {
    if (step.value.name === wanted) return step.value.data;
  }
  throw new Error(`The stream ended without "${wanted}".`);
}

/** The names of what comes, up to the event of that name and number. */
async function namesUntil(
  events: AsyncGenerator<StreamEvent>,
  last: string,
  times: number,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (let step = await events.next(); step.done !== true; step = await events.next()) {
    names.push(step.value.name);
    if (names.filter((name) => name === last).length === times) return names;
  }
  return names;
}
