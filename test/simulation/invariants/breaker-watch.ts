import type { ProviderTransition } from '../../../libs/sms/src/providers/provider-breakers.js';
import type { BreakerOptions } from '../../../libs/sms/src/resilience/breaker.options.js';
import type { BreakerState } from '../../../libs/sms/src/resilience/circuit-breaker.js';
import { verdictOf } from '../answer-meaning.js';
import type { Answer } from '../call-script.js';
import type { ProviderCall } from '../simulated-send.js';

/** One breaker between two changes of its state. */
interface Phase {
  readonly state: BreakerState;
  readonly sinceMs: number;
  readonly calls: Set<ProviderCall>;
  failuresInRow: number;
  lastFailureStep: number;
  /** The provider itself may ask for a shorter pause. */
  pauses: 'own' | 'asked for';
}

/** Holds what a provider sees against what its breakers say they are. */
export class BreakerWatch {
  #own = phaseOf('closed', 0);
  readonly #countries = new Map<string, Phase>();

  constructor(private readonly options: BreakerOptions) {}

  /** @returns what is broken, or `undefined` */
  transition({ from, to, country }: ProviderTransition, nowMs: number): string | undefined {
    const before = country === undefined ? this.#own : this.#countryPhaseOf(country);
    const next = phaseOf(to, nowMs);
    next.pauses = before.pauses;
    if (country === undefined) this.#own = next;
    else this.#countries.set(country, next);
    if (country === undefined && to === 'closed') {
      const isAnyOpen = [...this.#countries.values()].some(({ state }) => state !== 'closed');
      this.#countries.clear();
      if (isAnyOpen) return 'whatIsForgottenIsToldToBeClosed';
    }
    if (before.state !== from) return 'aBreakerChangesFromTheStateItWasIn';
    const openedForMs = nowMs - before.sinceMs;
    const isEarly = openedForMs < Math.min(this.options.openMs, this.options.maxOpenMs) - 1e-6;
    if (to === 'half-open' && isEarly && before.pauses === 'own') return 'anOpenBreakerStaysOpenItsTime';
    // It is forgotten, since the provider itself is back.
    if (country !== undefined && to === 'closed' && this.#own.state !== 'closed') return undefined;
    const isProven = [...before.calls].some(({ end }) => end.state === 'ended');
    return from === 'half-open' && !isProven ? 'onlyItsProbeEndsAHalfOpenBreaker' : undefined;
  }

  /**
   * @param stated what the breaker of the provider says of itself
   * @returns what is broken, or `undefined`
   */
  callBegan(call: ProviderCall, stated: BreakerState): string | undefined {
    const own = this.#own;
    if (stated !== own.state) return 'everyChangeOfABreakerIsTold';
    const findings = [leaveOf(own, call), own.state === 'closed' ? this.#countryLeaveOf(call) : undefined];
    own.calls.add(call);
    if (own.state === 'closed') this.#countryPhaseOf(call.send.to.country).calls.add(call);
    const isOverdue = own.state === 'closed' && own.failuresInRow >= this.#longestRun(own);
    if (isOverdue && own.lastFailureStep < call.beganAtStep) return 'failuresInARowOpenTheBreaker';
    return findings.find((finding) => finding !== undefined);
  }

  callAnswered(call: ProviderCall, answer: Answer): void {
    const own = this.#own;
    if (answer.kind === 'throttled')
      for (const phase of [own, ...this.#countries.values()]) phase.pauses = 'asked for';
    if (!own.calls.has(call)) return;
    const verdict = verdictOf(answer);
    if (verdict === 'success') own.failuresInRow = 0;
    if (verdict === 'ignored' || verdict === 'success') return;
    own.failuresInRow += verdict === 'fatal' ? Number.POSITIVE_INFINITY : 1;
    if (call.end.state === 'ended') own.lastFailureStep = call.end.step;
  }

  /** An adapter whose call was given up may still tell that the message was accepted. */
  callAccepted(call: ProviderCall): void {
    if (this.#own.calls.has(call)) this.#own.failuresInRow = 0;
  }

  /** The failures in a row that open a breaker; its window may hold fewer calls than these, and then fewer do. */
  #longestRun({ calls }: Phase): number {
    const { consecutiveFailures, minimumCalls } = this.options;
    if (calls.size < minimumCalls) return consecutiveFailures;
    return Math.max(consecutiveFailures, Math.ceil(Math.log2(100 * calls.size)));
  }

  #countryLeaveOf(call: ProviderCall): string | undefined {
    return leaveOf(this.#countryPhaseOf(call.send.to.country), call);
  }

  #countryPhaseOf(country: string): Phase {
    const known = this.#countries.get(country);
    if (known !== undefined) return known;
    const phase = phaseOf('closed', 0);
    this.#countries.set(country, phase);
    return phase;
  }
}

function phaseOf(state: BreakerState, sinceMs: number): Phase {
  return { state, sinceMs, calls: new Set(), failuresInRow: 0, lastFailureStep: 0, pauses: 'own' };
}

function leaveOf({ state, calls }: Phase, call: ProviderCall): string | undefined {
  if (state === 'open') return 'nobodyIsAskedBehindAnOpenBreaker';
  const others = [...calls].filter((other) => other !== call && other.end.state === 'under way');
  return state === 'half-open' && others.length > 0 ? 'atMostOneProbeIsUnderWay' : undefined;
}
