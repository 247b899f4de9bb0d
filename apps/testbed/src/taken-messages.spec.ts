import { describe, expect, it } from 'vitest';
import type { ProviderName } from './providers.js';
import { TakenMessages } from './taken-messages.js';

function kept(capacity: number, count: number): TakenMessages {
  const messages = new TakenMessages(capacity);
  for (let place = 1; place <= count; place += 1) {
    const provider: ProviderName = place % 2 === 0 ? 'twilio' : 'aws-sns';
    messages.keep({
      id: `m${place}`,
      provider,
      to: `+1500555000${place % 3}`,
      from: null,
      body: 'hello',
      segments: 1,
      acceptedAt: '2026-11-23T00:00:00.000Z',
      status: 'accepted',
      asked: {},
      receipts: [],
    });
  }
  return messages;
}

const idsOf = (messages: readonly { id: string }[]) => messages.map(({ id }) => id);

describe('TakenMessages', () => {
  it('lists newest first, by recipient and by provider', () => {
    const messages = kept(10, 6);
    expect(idsOf(messages.list({ limit: 2 }))).toEqual(['m6', 'm5']);
    expect(idsOf(messages.list({ to: '+15005550001' }))).toEqual(['m4', 'm1']);
    expect(idsOf(messages.list({ provider: 'twilio' }))).toEqual(['m6', 'm4', 'm2']);
    expect(idsOf(messages.list({ to: '+15005550001', provider: 'twilio' }))).toEqual(['m4']);
  });

  it('lists what came after a message', () => {
    const messages = kept(10, 6);
    expect(idsOf(messages.list({ after: 'm4' }))).toEqual(['m6', 'm5']);
    expect(messages.list({ after: 'unknown' })).toHaveLength(6);
  });

  it('forgets the oldest beyond its capacity, in every index', () => {
    const messages = kept(4, 5_000);
    expect(idsOf(messages.list())).toEqual(['m5000', 'm4999', 'm4998', 'm4997']);
    expect(idsOf(messages.list({ provider: 'aws-sns' }))).toEqual(['m4999', 'm4997']);
    expect(idsOf(messages.list({ to: '+15005550001' }))).toEqual(['m4999']);
    expect(messages.find('m4996')).toBeUndefined();
    expect(messages.size).toBe(4);
  });

  it('revises what it keeps and nothing else', () => {
    const messages = kept(2, 2);
    expect(messages.revise('m1', { status: 'delivered' })).toMatchObject({ id: 'm1', status: 'delivered' });
    expect(messages.list().map(({ status }) => status)).toEqual(['accepted', 'delivered']);
    expect(messages.revise('m9', { status: 'delivered' })).toBeUndefined();
  });

  it('lists what was revised after a revision, newest message first, each once', () => {
    const messages = kept(10, 4);
    messages.revise('m1', { status: 'sent' });
    const seen = messages.revisions;
    messages.revise('m3', { status: 'sent' });
    messages.revise('m2', { feedback: 'confirmed' });
    messages.tell('m3', 'delivered', new Date(0));
    expect(messages.listRevised(seen, 9)).toMatchObject([{ status: 'delivered' }, { feedback: 'confirmed' }]);
    expect(idsOf(messages.listRevised(seen, 1))).toEqual(['m3']);
    expect(messages.listRevised(messages.revisions, 9)).toEqual([]);
  });

  it('is empty once cleared', () => {
    const messages = kept(10, 3);
    messages.clear();
    expect([messages.size, messages.list({ to: '+15005550001' }), messages.clearings]).toEqual([0, [], 1]);
  });
});
