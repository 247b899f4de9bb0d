import { BrokenInvariantError } from './broken-invariant.error.js';
import type { CallScript } from './call-script.js';
import { Dice } from './dice.js';
import { buildEngine, type Storage } from './engine.js';
import { drawRegime, drawScript } from './provider-regime.js';
import { RegimeTimeline } from './regime-timeline.js';
import { drawOptions } from './seeded-options.js';
import { Senders } from './senders.js';
import { SimulatedProvider } from './simulated-provider.js';
import { withKeys } from './storage/keyed-traffic.js';
import { SimulatedStore } from './storage/simulated-store.js';
import { drawOperation, drawStoreRegime, type OperationScript } from './storage/store-regime.js';
import type { Tally } from './tally.js';
import { COUNTRIES, planTraffic } from './traffic.js';
import { planTrouble } from './trouble.js';
import { settled, type TimerManner, VirtualClock } from './virtual-clock.js';
import { type Trace, Witness } from './witness.js';

/** Draws for one purpose each, so that more draws for one leave the others as they were. */
const STREAM = {
  world: 0,
  engine: 1,
  timers: 2,
  traffic: 3,
  trouble: 4,
  provider: 10,
  storage: 20,
  keys: 21,
};

const NAMES = ['aws-sns', 'birch', 'cedar', 'dogwood'] as const;

/** Which provider is well: who would know, or exactly one. */
type Weather = { readonly name: 'changing' } | { readonly name: 'well again'; readonly candidate: string };

const ACCEPTS: CallScript = {
  writtenAfterMs: 0,
  takenAfterMs: 0,
  answeredAfterMs: 1,
  answer: { kind: 'accepted' },
  onAbort: 'rejects',
};
const ANSWERS: OperationScript = { takesEffect: 'at once', answeredAfterMs: 1, answer: 'told' };
/** The only failure of which no breaker learns and after which the next provider is asked. */
const STEPS_ASIDE: CallScript = {
  ...ACCEPTS,
  takenAfterMs: 'never',
  answeredAfterMs: 'at once',
  answer: { kind: 'overloaded' },
};

/**
 * Lives through the world of one seed: over 200 sends under changing weather, then, unless the service is shut down
 * before, one send for each provider and country with all well again, then a shutdown. In four worlds of ten what is
 * kept is kept where it may fail, and some sends have keys.
 *
 * The same seed gives the same events in the same order. Only one world at a time can go on in a process.
 *
 * @throws {BrokenInvariantError} at the first invariant the engine breaks
 */
export async function runWorld(seed: number, trace?: Trace): Promise<Tally> {
  const dice = new Dice(seed, STREAM.world);
  const clock = new VirtualClock(drawManner(dice), new Dice(seed, STREAM.timers));
  const [first, ...others] = NAMES;
  const order = [first, ...others.slice(0, dice.whole(0, others.length))] as const;
  const options = drawOptions(dice, order);
  const witness = new Witness(clock, options, trace);
  const plain = planTraffic(new Dice(seed, STREAM.traffic), dice.whole(200, 230), order);
  const storageDice = new Dice(seed, STREAM.storage);
  const isKeptApart = storageDice.chance(0.4);
  const traffic = isKeptApart ? withKeys(plain, new Dice(seed, STREAM.keys)) : plain;
  const trafficMs = traffic.at(-1)?.atMs ?? 0;

  let weather: Weather = { name: 'changing' };
  const providers = order.map((name, index) => {
    const own = new Dice(seed, STREAM.provider + index);
    const timeline = new RegimeTimeline(own, trafficMs, (from) => drawRegime(from, COUNTRIES));
    return new SimulatedProvider(name, clock, witness, (country) => {
      if (weather.name === 'well again') return weather.candidate === name ? ACCEPTS : STEPS_ASIDE;
      return drawScript(timeline.regimeAt(clock.elapsedMs()), country, own);
    });
  });
  const store = (name: SimulatedStore['name']) => {
    const timeline = new RegimeTimeline(storageDice, trafficMs, drawStoreRegime);
    return new SimulatedStore(name, clock, () =>
      weather.name === 'well again'
        ? ANSWERS
        : drawOperation(timeline.regimeAt(clock.elapsedMs()), storageDice),
    );
  };
  const storage: Storage = isKeptApart
    ? { name: 'apart', ledger: store('ledger'), keys: store('keys') }
    : { name: 'in memory' };
  const { random } = new Dice(seed, STREAM.engine);
  const { sms, guarded } = buildEngine(providers, options, clock, random, witness, storage);
  const senders = new Senders(sms, clock, witness, options);

  const untilNothingIsLeft = async () => {
    await settled();
    while (clock.runNext()) {
      await settled();
      witness.stepEnded();
      if (witness.broken) break;
    }
    if (witness.broken) throw new BrokenInvariantError(seed, witness.broken.invariant, witness.broken.where);
  };

  for (const planned of traffic) clock.after(planned.atMs, () => senders.begin(planned));
  planTrouble(new Dice(seed, STREAM.trouble), trafficMs, { clock, senders, guarded });
  await untilNothingIsLeft();

  if (senders.closing === 'not yet') {
    const { maxOpenMs, windowMs } = options.failover;
    let atMs = maxOpenMs * 1.2 + windowMs;
    for (const candidate of order) {
      for (const country of COUNTRIES) {
        const planned = { atMs, purpose: 'one-time-code', country, givenUp: { when: 'never' } } as const;
        clock.after(atMs, () => {
          weather = { name: 'well again', candidate };
          senders.begin(planned, candidate);
        });
        atMs += options.failover.codeDeadlineMs * 2;
      }
    }
    await untilNothingIsLeft();
    clock.after(1, () => senders.close());
    clock.after(2, () =>
      senders.begin({ atMs: 0, purpose: 'notification', country: 'GB', givenUp: { when: 'never' } }),
    );
    await untilNothingIsLeft();
  }
  witness.worldEnded(senders.closing);
  await untilNothingIsLeft();
  return witness.tally;
}

function drawManner(dice: Dice): TimerManner {
  const name = dice.pick(['exact', 'as-node', 'late']);
  return name === 'late' ? { name, upToMs: dice.magnitude(0.1, 50) } : { name };
}
