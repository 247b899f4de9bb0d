import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import type { BreakerOptions } from './breaker.options.js';
import { CircuitBreaker, type Permit, type Verdict } from './circuit-breaker.js';

const OPTIONS: BreakerOptions = {
  consecutiveFailures: 3,
  failureRate: 0.5,
  slowCallRate: 1,
  slowCallMs: 1_000_000,
  minimumCalls: 10,
  windowMs: 1_000_000,
  openMs: 1000,
  maxOpenMs: 8000,
};

/** What the breaker is said to do, written down the plainest way: every call kept, nothing summed up. */
interface Model {
  state: 'closed' | 'open' | 'half-open';
  openings: number;
  openUntil: number;
  probe: 'free' | 'taken';
  /** Verdicts since it closed, with their times. */
  calls: { failed: boolean; at: number }[];
  generation: number;
  now: number;
}

interface Real {
  readonly clock: ManualClock;
  readonly breaker: CircuitBreaker;
  /** Permits not settled yet, with the model's generation when they were given. */
  readonly permits: { permit: Permit; generation: number; isProbe: boolean }[];
}

function open(model: Model, openings: number, askedMs?: number): void {
  const grown = Math.min(OPTIONS.maxOpenMs, OPTIONS.openMs * 2 ** (openings - 1));
  const forMs = askedMs === undefined ? grown : Math.min(askedMs, OPTIONS.maxOpenMs);
  Object.assign(model, { state: 'open', openings, openUntil: model.now + forMs });
  model.generation += 1;
}

function close(model: Model): void {
  Object.assign(model, { state: 'closed', calls: [], openings: 0 });
  model.generation += 1;
}

function isTooMuch({ calls, now }: Model): boolean {
  const inRow = calls.toReversed().findIndex(({ failed }) => !failed);
  // The window is longer than any run: what it forgets is its own spec.
  const recent = calls.filter(({ at }) => now - at < OPTIONS.windowMs);
  let run = OPTIONS.consecutiveFailures;
  // Halved for every failure, the calls of a hundred windows leave less than one.
  if (recent.length >= OPTIONS.minimumCalls) while (recent.length * 100 > 2 ** run) run += 1;
  if ((inRow === -1 ? calls.length : inRow) >= run) return true;
  return (
    recent.length >= OPTIONS.minimumCalls && recent.filter(({ failed }) => failed).length * 2 >= recent.length
  );
}

function seenFrom({ state, now, openUntil }: Model): Model['state'] {
  return state === 'open' && now >= openUntil ? 'half-open' : state;
}

class Acquire implements fc.Command<Model, Real> {
  check = () => true;

  run(model: Model, real: Real): void {
    if (model.state === 'open' && model.now >= model.openUntil) {
      model.state = 'half-open';
      model.probe = 'free';
      model.generation += 1;
    }
    const isLetIn = model.state === 'closed' || (model.state === 'half-open' && model.probe === 'free');
    const permit = real.breaker.tryAcquire();
    expect(permit !== undefined).toBe(isLetIn);
    if (permit === undefined) return;
    const isProbe = model.state === 'half-open';
    expect(permit.isProbe).toBe(isProbe);
    if (isProbe) model.probe = 'taken';
    real.permits.push({ permit, generation: model.generation, isProbe });
  }

  toString = () => 'acquire';
}

class Settle implements fc.Command<Model, Real> {
  constructor(
    private readonly index: number,
    private readonly verdict: Verdict,
  ) {}

  check = () => true;

  run(model: Model, real: Real): void {
    const [given] = real.permits.splice(this.index % Math.max(1, real.permits.length), 1);
    if (given === undefined) return;
    given.permit.settle(this.verdict, 0);
    given.permit.settle({ name: 'fatal' }, 0);
    if (given.generation === model.generation) this.#apply(model);
    expect(real.breaker.state).toBe(seenFrom(model));
  }

  #apply(model: Model): void {
    const { verdict } = this;
    if (model.state === 'half-open') {
      if (verdict.name === 'ignored') model.probe = 'free';
      else if (verdict.name === 'success') close(model);
      else if (verdict.name === 'throttled') open(model, model.openings, verdict.retryAfterMs);
      else open(model, model.openings + 1);
      return;
    }
    if (verdict.name === 'ignored') return;
    if (verdict.name === 'fatal') {
      open(model, 1);
      return;
    }
    model.calls.push({ failed: verdict.name !== 'success', at: model.now });
    if (isTooMuch(model)) open(model, 1, verdict.name === 'throttled' ? verdict.retryAfterMs : undefined);
  }

  toString = () => `settle(${this.index}, ${this.verdict.name})`;
}

class Wait implements fc.Command<Model, Real> {
  constructor(private readonly ms: number) {}

  check = () => true;

  run(model: Model, real: Real): void {
    real.clock.advance(this.ms);
    model.now += this.ms;
    expect(real.breaker.state).toBe(seenFrom(model));
    expect(real.breaker.retryAfterMs()).toBe(
      model.state === 'open' ? Math.max(0, model.openUntil - model.now) : 0,
    );
  }

  toString = () => `wait(${this.ms})`;
}

const verdicts: fc.Arbitrary<Verdict> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Verdict>({ name: 'success' }) },
  { weight: 4, arbitrary: fc.constant<Verdict>({ name: 'failure' }) },
  { weight: 2, arbitrary: fc.constant<Verdict>({ name: 'ignored' }) },
  { weight: 1, arbitrary: fc.constant<Verdict>({ name: 'fatal' }) },
  {
    weight: 2,
    arbitrary: fc
      .option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined })
      .map((retryAfterMs): Verdict => ({ name: 'throttled', retryAfterMs })),
  },
);

describe('CircuitBreaker against its model', () => {
  it('lets in, refuses, opens and closes as the model says, whatever comes', () => {
    const commands = fc.commands(
      [
        fc.constant(new Acquire()),
        fc.tuple(fc.nat(20), verdicts).map(([index, verdict]) => new Settle(index, verdict)),
        // Short enough that a run seldom leaves the window, long enough to end the open time.
        fc.constantFrom(1, 999, 1000, 2000).map((ms) => new Wait(ms)),
      ],
      { maxCommands: 60 },
    );
    fc.assert(
      fc.property(commands, (run) => {
        const clock = new ManualClock();
        const breaker = new CircuitBreaker(OPTIONS, clock, () => 0);
        const model: Model = {
          state: 'closed',
          openings: 0,
          openUntil: 0,
          probe: 'free',
          calls: [],
          generation: 0,
          now: 0,
        };
        fc.modelRun(() => ({ model, real: { clock, breaker, permits: [] } }), run);
      }),
      { numRuns: 2000 },
    );
  });
});
