import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageLedger } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { type Instance, InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
/** A code of this world counts as silent after that long. */
const SILENT_CODE_MS = 45_000;
/** How long the ledger is waited for, and looked at no more after a failure. */
const SILENCE_MS = 5000;
const AFTER_FAILURE_MS = 10_000;
const LEASE_MS = 30_000;

const silent = () => new Promise<never>(() => {});

let world: InstancesOnOneLedger;
let instance: Instance;

beforeEach(() => {
  world = new InstancesOnOneLedger();
  instance = world.start();
});

afterEach(() => world.stop());

/** From now on that step of the ledger says nothing, until it is told to again. */
function silence(step: keyof MessageLedger): () => void {
  const { ledger } = world;
  const well = ledger[step].bind(ledger);
  Object.assign(ledger, { [step]: silent });
  return () => Object.assign(ledger, { [step]: well });
}

describe('DueMessages, where the ledger was silent', () => {
  it.each(['claimDue', 'eraseContent', 'forget', 'latest', 'contentOf', 'update'] as const)(
    'look after what is due once it says something again: %s',
    async (step) => {
      await instance.sms.sendCode(CODE);
      await world.pass(SILENT_CODE_MS - 2000);
      const speakAgain = silence(step);
      await world.pass(20_000);
      speakAgain();
      await instance.sms.sendCode({ ...CODE, to: '+447400123457' });
      await world.pass(SILENT_CODE_MS + SILENCE_MS + AFTER_FAILURE_MS + LEASE_MS);
      expect(world.second.messages.map(({ to }) => to.e164)).toContain('+447400123457');
    },
  );

  it.each(['claimDue', 'eraseContent', 'contentOf', 'update'] as const)(
    'are over within a silence: %s',
    async (step) => {
      await instance.sms.sendCode(CODE);
      await world.pass(SILENT_CODE_MS - 2000);
      silence(step);
      await world.pass(20_000);
      let state = 'under way';
      void instance.due.onModuleDestroy().then(() => {
        state = 'over';
      });
      await world.clock.advanceAsync(SILENCE_MS);
      expect([state, world.clock.pending]).toEqual(['over', 0]);
    },
  );

  it('leave what a late claim gave them until its lease ends, and then do it once', async () => {
    await instance.sms.sendCode(CODE);
    await world.pass(SILENT_CODE_MS - 2000);
    const { ledger } = world;
    const claimDue = ledger.claimDue.bind(ledger);
    const answer = Promise.withResolvers<readonly MessageRecord[]>();
    let claimed: readonly MessageRecord[] = [];
    ledger.claimDue = async (claim) => {
      claimed = await claimDue(claim);
      return claimed.length > 0 ? answer.promise : claimed;
    };
    await world.pass(3000);
    expect(claimed).toHaveLength(1);
    ledger.claimDue = claimDue;
    await world.pass(SILENCE_MS);
    answer.resolve(claimed);
    await world.pass(LEASE_MS - SILENCE_MS - 3000);
    expect(world.carried).toEqual([1, 0]);
    await world.pass(5000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('send a code once more whose being wanted the ledger does not tell', async () => {
    await instance.sms.sendCode(CODE);
    const speakAgain = silence('find');
    await world.pass(SILENT_CODE_MS + 3000);
    expect(world.carried).toEqual([1, 1]);
    speakAgain();
  });
});
