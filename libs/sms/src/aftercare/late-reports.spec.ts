import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MockProvider } from '../providers/mock/mock.provider.js';
import type { Acceptance } from '../providers/sms-provider.js';
import { InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
/** A code of this world counts as silent after that long, and goes once more. */
const SILENT_CODE_MS = 46_000;

let world: InstancesOnOneLedger;
/** What providers were told. */
let reports: string[];

beforeEach(() => {
  world = new InstancesOnOneLedger();
  reports = [];
});

afterEach(() => world.stop());

const wantToKnow = (...providers: readonly MockProvider[]) => {
  for (const provider of providers) {
    const reportOutcome = async (id: string, outcome: string) =>
      reports.push(`${provider.name} ${id} ${outcome}`);
    Object.assign(provider, { reportOutcome });
  }
};
const reportOf = async (id: string) => (await world.ledger.find(id))?.codeOutcome?.report;

/** Lets a code be used while a second provider is asked to carry it once more, which answers after that. */
async function useBeforeSecondAnswers(): Promise<string> {
  const answer = Promise.withResolvers<Acceptance>();
  Object.assign(world.second, { send: () => answer.promise });
  const { sms } = world.start();
  const { id } = await sms.sendCode(CODE);
  await world.pass(SILENT_CODE_MS);
  await sms.recordOutcome(id, 'verified');
  await world.pass(2000);
  answer.resolve({ providerMessageId: 'again' });
  await world.pass(2000);
  return id;
}

describe('what came of a code', () => {
  it('is told of a copy whose id comes later, when that has come', async () => {
    wantToKnow(world.first);
    Object.assign(world.first, { send: async () => ({ providerMessageId: undefined }) });
    const { sms, receipts } = world.start();
    const { id } = await sms.sendCode(CODE);
    await sms.recordOutcome(id, 'verified');
    await world.pass(2000);
    expect([reports, await reportOf(id)]).toEqual([[], { state: 'none' }]);
    const named = { provider: 'first', providerMessageId: 'late', messageId: id, at: new Date(0) };
    await receipts.receive([{ ...named, status: 'sent' }]);
    await world.pass(2000);
    expect([reports, await reportOf(id)]).toEqual([['first late verified'], { state: 'made' }]);
  });

  describe('that was being sent once more at that moment', () => {
    it('is told of the later copy, too', async () => {
      wantToKnow(world.second);
      const id = await useBeforeSecondAnswers();
      expect([reports, await reportOf(id)]).toEqual([['second again verified'], { state: 'made' }]);
    });

    it('is told of it where another was told before', async () => {
      wantToKnow(world.first, world.second);
      const id = await useBeforeSecondAnswers();
      expect(reports[0]).toBe('first mock-1 verified');
      expect(reports).toContain('second again verified');
      expect(await reportOf(id)).toEqual({ state: 'made' });
    });

    it('is told of nothing where nobody wants to know', async () => {
      expect(await reportOf(await useBeforeSecondAnswers())).toEqual({ state: 'none' });
    });
  });

  it('is told once, whatever is heard of the same copies afterwards', async () => {
    wantToKnow(world.first);
    const instance = world.start();
    const { id } = await instance.sms.sendCode(CODE);
    await instance.sms.recordOutcome(id, 'verified');
    await world.pass(2000);
    await world.hear(instance, world.first, { status: 'sent' });
    await world.hear(instance, world.first, { status: 'delivered' });
    await world.pass(600_000);
    expect(reports).toEqual(['first mock-1 verified']);
  });
});
