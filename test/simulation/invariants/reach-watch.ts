import type { GuardedProvider } from '../../../libs/sms/src/providers/guarded-provider.js';
import type { ProviderTransition } from '../../../libs/sms/src/providers/provider-breakers.js';
import type { Attempt } from '../../../libs/sms/src/routing/attempt.js';
import type { FailoverOptions } from '../../../libs/sms/src/routing/failover.options.js';
import type { ProviderCall } from '../simulated-send.js';
import type { VirtualClock } from '../virtual-clock.js';
import type { EndedSend } from './send-invariants.js';

/** Longest wait for the end of another's probe, and what times as fractions are off by, in ms. */
const PROBE_WAIT_MS = 300;
const SLACK_MS = 2;

/** Knows which providers a send could still have waited for when it was given up. */
export class ReachWatch {
  #underWay = 0;
  /** When the waiting room was last perhaps full. */
  #crowdedAtMs = Number.NEGATIVE_INFINITY;
  #lastEndStep = 0;
  /** When a provider's own breaker last closed, which clears those of its countries, or hid them by opening. */
  readonly #clearedAtMs = new Map<string, number>();

  constructor(
    private readonly clock: VirtualClock,
    private readonly options: FailoverOptions,
  ) {}

  sendBegan(): void {
    this.#underWay += 1;
    this.#noteCrowd();
  }

  sendEnded(): void {
    this.#noteCrowd();
    this.#underWay -= 1;
  }

  circuitChanged(provider: string, { from, to, country }: ProviderTransition): void {
    const isClearing = country === undefined && (from === 'closed' || to === 'closed');
    if (isClearing) this.#clearedAtMs.set(provider, this.clock.elapsedMs());
  }

  /**
   * Names of those of whom it is certain that there was time left for them: who were never asked, or asked for a pause
   * that would have been over, and whose breaker would have let a call through.
   *
   * @param retries retries that can be paid for in any case, once nobody else is under way
   */
  stillWithin(
    ended: Omit<EndedSend, 'stillWithin'>,
    guarded: readonly GuardedProvider[],
    retries: number,
  ): string[] {
    const isAlone = this.#underWay === 0 && this.#lastEndStep < this.clock.step;
    this.#lastEndStep = this.clock.step;
    const { send, handedOverAtMs, attempts } = ended;
    if (this.#crowdedAtMs >= handedOverAtMs) return [];
    const endsAtMs = handedOverAtMs + send.deadlineMs;
    const within = guarded.filter((provider) => {
      const made = attempts.filter((attempt) => attempt.provider === provider.name && isMade(attempt));
      if (made.length > 0 && (!isAlone || retries < 1 || made.length >= provider.retry.maxAttempts))
        return false;
      const calls = send.calls.filter((call) => call.provider === provider.name);
      if (calls.length !== made.length) return false;
      const dueAtMs = made.length === 0 ? handedOverAtMs : pauseEndOf(calls.at(-1));
      if (dueAtMs === undefined || dueAtMs + SLACK_MS >= endsAtMs) return false;
      return this.#isReachable(provider, send.to.country, dueAtMs, endsAtMs);
    });
    return within.map(({ name }) => name);
  }

  #isReachable(provider: GuardedProvider, country: string, sinceMs: number, endsAtMs: number): boolean {
    if ((this.#clearedAtMs.get(provider.name) ?? 0) >= sinceMs) return false;
    const waitMs = Math.max(PROBE_WAIT_MS, provider.retryAfterMs(country));
    return this.clock.elapsedMs() + waitMs + SLACK_MS < endsAtMs;
  }

  #noteCrowd(): void {
    const { maxConcurrent, maxQueued } = this.options;
    if (this.#underWay > maxConcurrent + maxQueued) this.#crowdedAtMs = this.clock.elapsedMs();
  }
}

/** What a breaker refused was no attempt. */
function isMade({ code }: Attempt): boolean {
  return code !== 'circuit-open';
}

/** When the pause that a provider asked for is over, in monotonic ms. */
function pauseEndOf(call: ProviderCall | undefined): number | undefined {
  if (call?.end.state !== 'ended' || call.end.as.by !== 'answer') return undefined;
  const { answer } = call.end.as;
  if (answer.kind !== 'throttled' || answer.retryAfterMs === undefined) return undefined;
  return call.end.atMs + Math.max(1, answer.retryAfterMs);
}
