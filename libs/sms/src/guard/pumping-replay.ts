import { MemoryPumpingCounters } from './memory-pumping-counters.js';
import { type Decision, PumpingGuard } from './pumping-guard.js';
import type { GuardedRequest, PumpingRules } from './pumping-rules.js';
import type { PumpingObjection, Standing } from './pumping-verdict.js';

/** What came of a recorded request; `unknown`: no code was sent, so nobody could verify it. */
export type CodeFate = 'verified' | 'unverified' | 'unknown';

/** A request as it was recorded. Times are ms since the epoch. */
export interface RecordedRequest extends GuardedRequest {
  readonly at: number;
  /** A code and its resends have the same one. */
  readonly challenge: string;
  readonly standing: Standing;
  readonly costMicros: number;
  /** Absent unless its code was verified. */
  readonly verifiedAt?: number;
  readonly sent: 'sent' | 'not-sent';
}

/** What would have become of so many requests. */
export interface ReplayCount {
  admitted: number;
  /** Asked for a human check. */
  checked: number;
  refused: number;
}

/** What other settings would have done to a recorded log. */
export interface ReplayResult {
  readonly requests: Readonly<Record<CodeFate, Readonly<ReplayCount>>>;
  /** How often each rule objected to a request that was not simply admitted. */
  readonly objections: ReadonlyMap<PumpingObjection, number>;
  /** Of the requests that were not refused. */
  readonly costMicros: number;
}

/** How a log is to be decided anew. */
export interface ReplaySettings {
  readonly rules: PumpingRules;
  /** Whether there is a human check; those who verified a code pass it, the others do not. */
  readonly check: 'none' | 'offered';
}

/** Requests between two sweeps of the counters. */
const FORGET_EVERY = 10_000;

/**
 * Decides a recorded log anew, as a guard that enforces other rules would have: in order of time, from empty counters.
 * A code that would not have been sent is not verified either.
 *
 * @param log in order of time
 * @param follow is told each decision
 */
export async function replayPumping<T extends RecordedRequest>(
  log: Iterable<T> | AsyncIterable<T>,
  { rules, check }: ReplaySettings,
  follow: (request: T, decision: Decision) => void = () => {},
): Promise<ReplayResult> {
  const counters = new MemoryPumpingCounters();
  const guard = new PumpingGuard(rules, counters);
  const tally = new Tally();
  const verifications = new Verifications();
  let count = 0;
  for await (const request of log) {
    for (const { at, requests } of verifications.takeUntil(request.at)) await guard.verified(requests, at);
    const passes = request.verifiedAt === undefined ? 'open' : 'passed';
    const decision = await guard.decide(
      request,
      { ...request, mode: 'enforce', check: async () => (check === 'none' ? 'none' : passes) },
      request.at,
    );
    tally.add(request, decision);
    if (decision.effect !== 'refused') verifications.expect(request);
    count += 1;
    if (count % FORGET_EVERY === 0) await counters.forget(request.at);
    follow(request, decision);
  }
  return tally;
}

/** What came of a request at the time. */
export function outcomeOf({ verifiedAt, sent }: RecordedRequest): CodeFate {
  if (verifiedAt !== undefined) return 'verified';
  return sent === 'sent' ? 'unverified' : 'unknown';
}

/** A challenge that will be verified, and the requests that sent its code. */
interface Verification {
  readonly at: number;
  readonly requests: readonly GuardedRequest[];
}

/** Verifications to come; of a few minutes, so never many. */
class Verifications {
  readonly #due = new Map<string, Verification>();

  expect(request: RecordedRequest): void {
    const { challenge, verifiedAt: at } = request;
    if (at === undefined) return;
    const requests = [...(this.#due.get(challenge)?.requests ?? []), request];
    this.#due.set(challenge, { at, requests });
  }

  /** Those up to a moment, in order of time. */
  takeUntil(now: number): readonly Verification[] {
    const ripe = [...this.#due].filter(([, { at }]) => at <= now);
    for (const [challenge] of ripe) this.#due.delete(challenge);
    return ripe.map(([, verification]) => verification).toSorted((a, b) => a.at - b.at);
  }
}

class Tally implements ReplayResult {
  readonly requests: Record<CodeFate, ReplayCount> = {
    verified: { admitted: 0, checked: 0, refused: 0 },
    unverified: { admitted: 0, checked: 0, refused: 0 },
    unknown: { admitted: 0, checked: 0, refused: 0 },
  };
  readonly objections = new Map<PumpingObjection, number>();
  costMicros = 0;

  add(request: RecordedRequest, { effect, reasons }: Decision): void {
    const counts = this.requests[outcomeOf(request)];
    if (effect === 'admitted') counts.admitted += 1;
    else if (effect === 'refused') counts.refused += 1;
    else counts.checked += 1;
    if (effect === 'admitted' || effect === 'check-passed') this.costMicros += request.costMicros;
    if (effect === 'admitted') return;
    for (const { of } of reasons) this.objections.set(of, (this.objections.get(of) ?? 0) + 1);
  }
}
