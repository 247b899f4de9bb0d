import { Logger } from '@nestjs/common';
import { MemoryMessageLedger } from '../../../libs/sms/src/ledger/memory-message-ledger.js';
import { BrokenInvariantError } from '../broken-invariant.error.js';
import { Dice } from '../dice.js';
import type { Tally } from '../tally.js';
import { settled, VirtualClock } from '../virtual-clock.js';
import type { Trace } from '../witness.js';
import { drawManner } from './copy-fate.js';
import { DeliveringProvider } from './delivering-provider.js';
import { DeliveryInstance, type DeliveryScene } from './delivery-instance.js';
import { drawDeliveryOptions } from './delivery-options.js';
import { DeliveryWitness } from './delivery-witness.js';
import { teach } from './history.js';
import { People } from './people.js';
import { planCodes } from './simulated-code.js';

/** Draws for one purpose each, apart from those of the engine's world. */
const STREAM = { world: 50, engine: 51, timers: 52, codes: 53, people: 54, lateness: 55, provider: 60 };
const NAMES = ['first', 'second', 'third'] as const;
const CODES = 40;
/** After the last code, in ms: enough for every receipt and every try. */
const EPILOGUE_MS = 150_000;
/** Each far longer than the one before, until the last poll is over. */
const LATER_MS = [60_000, 600_000, 3_600_000, 36_000_000, 360_000_000, 3_600_000_000];

/**
 * Lives through one seed of another kind than {@link runWorld}: codes that are accepted, and then arrive, fail or vanish,
 * with receipts that are lost, late, doubled, out of order or lies; up to three processes on one ledger, some of which
 * are killed; people who ask again and type codes in. All of records, receipts and watch is the library's own.
 *
 * @throws {BrokenInvariantError} at the first invariant the library breaks
 */
export async function runDeliveryWorld(seed: number, trace?: Trace): Promise<Tally> {
  Logger.overrideLogger(false);
  const dice = new Dice(seed, STREAM.world);
  const clock = new VirtualClock({ name: dice.pick(['exact', 'as-node']) }, new Dice(seed, STREAM.timers));
  const witness = new DeliveryWitness(clock, trace);
  const peopleDice = new Dice(seed, STREAM.people);
  const running: DeliveryInstance[] = [];
  const anyInstance = () => running[peopleDice.whole(0, running.length - 1)];
  const people = new People(anyInstance, clock, peopleDice, witness);
  const sight = {
    callBegan: witness.callBegan.bind(witness),
    searchBegan: witness.searchBegan.bind(witness),
    copyTaken: (copy: Parameters<typeof witness.copyTaken>[0]) => {
      witness.copyTaken(copy);
      people.follow(copy);
    },
  };
  const providers = NAMES.slice(0, dice.whole(2, NAMES.length)).map((name, index) => {
    const own = new Dice(seed, STREAM.provider + index);
    const skills = { lookUp: own.chance(0.5), find: own.chance(0.5), reportOutcome: own.chance(0.5) };
    const manner = drawManner(own, index === 0 ? [0.1, 0.5, 0.9] : [0.5, 0.9, 1]);
    return new DeliveringProvider(name, manner, skills, clock, own, sight);
  });
  witness.searchable = providers.filter(({ find }) => find !== undefined).map(({ name }) => name);
  const lateness = new Dice(seed, STREAM.lateness);
  const lateShare = dice.pick([0, 0.1, 0.5]);
  const scene: DeliveryScene = {
    ledger: new MemoryMessageLedger(),
    providers,
    reporting: NAMES.filter(() => dice.chance(0.7)),
    options: drawDeliveryOptions(dice, providers),
    clock,
    random: new Dice(seed, STREAM.engine).random,
    see: witness.changed.bind(witness),
    hear: witness.heard.bind(witness),
    isLate: () => lateness.chance(lateShare),
  };

  const passUntil = async (untilMs: number) => {
    await settled();
    while (clock.elapsedMs() < untilMs && clock.runNext()) {
      await settled();
      if (witness.broken)
        throw new BrokenInvariantError(seed, witness.broken.invariant, witness.broken.where);
    }
  };

  if (dice.chance(0.5)) await teach(scene.ledger, dice, clock.wallMs());
  const start = () => running.push(new DeliveryInstance(scene));
  for (let count = dice.whole(1, 3); count > 0; count -= 1) start();
  const codes = planCodes(new Dice(seed, STREAM.codes), CODES);
  const trafficMs = codes.at(-1)?.beginsAtMs ?? 0;
  for (const code of codes) clock.after(code.beginsAtMs, () => people.begin(code));
  const killAndRestart = (inMs: number) => {
    clock.after(inMs, () => {
      running.shift()?.kill();
      witness.tally.count('killed');
      witness.tell('a process is killed');
    });
    clock.after(inMs + dice.magnitude(1, 30_000), start);
  };
  for (let kills = dice.pick([0, 0, 1, 3]); kills > 0; kills -= 1)
    killAndRestart(dice.between(0, trafficMs + EPILOGUE_MS / 2));
  let murders = dice.pick([0, 0, 3]);
  witness.onResend = () => {
    murders -= 1;
    if (murders >= 0) killAndRestart(dice.magnitude(1, 300));
  };
  await passUntil(trafficMs + EPILOGUE_MS);

  for (const laterMs of LATER_MS) {
    clock.jumpWallClock(laterMs);
    await passUntil(clock.elapsedMs() + 20_000);
  }
  for (const { id, dueAt, watch } of witness.records) {
    if (dueAt !== undefined) witness.break('nothingIsDueForEver', witness.nameOf(id));
    const isLost = watch.state === 'spent' && watch.why === 'lost';
    if (isLost && witness.tally.of('killed') === 0)
      witness.break('nothingIsLostWhereNobodyDies', witness.nameOf(id));
    if ((await scene.ledger.contentOf(id)) !== undefined)
      witness.break('noTextIsKeptForEver', witness.nameOf(id));
  }
  for (const instance of running.splice(0)) void instance.stop();
  await passUntil(Number.POSITIVE_INFINITY);
  if (witness.broken) throw new BrokenInvariantError(seed, witness.broken.invariant, witness.broken.where);
  return witness.tally;
}
