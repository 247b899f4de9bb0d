import { Logger } from '@nestjs/common';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import { type ProbeReport, type ProbeWarning, plain } from '../providers/probe-report.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import type { Clock } from '../resilience/clock.js';
import type { Random } from '../resilience/random.js';
import { TimeLimit } from '../resilience/time-limit.js';
import { untilAborted } from '../resilience/until-aborted.js';
import type { QuestionLeases, QuestionTimes } from '../sharing/question-leases.js';
import { isProbeReport, type ToldReport } from '../sharing/told-report.js';
import type { ProbeOptions } from './probe.options.js';
import { delayBeforeHalfOpenMs, firstDelayMs, longestDelayMs, usualDelayMs } from './probe-schedule.js';
import { warningsAfter } from './probe-warnings.js';

/** What the probes of a provider have told so far. */
export interface ProbeStanding {
  readonly warnings: readonly ProbeWarning[];
  readonly lastProbe: { readonly verdict: ProbeReport['verdict']; readonly at: Date };
}

/** Time, chance, limits and leases of a prober. */
export interface ProberSetting {
  readonly leases: QuestionLeases;
  readonly options: ProbeOptions;
  readonly clock: Clock;
  readonly random: Random;
}

type Loop =
  | { readonly name: 'stopped' }
  | { readonly name: 'waiting'; readonly cancel: () => void }
  | { readonly name: 'probing'; readonly controller: AbortController };

/**
 * Asks one provider again and again how it stands, one question at a time, and spends no message on it. Of several
 * instances one asks, and the others take its word.
 */
export class ProviderProber {
  readonly #logger = new Logger('SmsProbe');
  #loop: Loop = { name: 'stopped' };
  #inconclusive = 0;
  #standing: ProbeStanding | undefined;

  constructor(
    private readonly provider: GuardedProvider,
    private readonly probe: NonNullable<SmsProvider['probe']>,
    private readonly setting: ProberSetting,
  ) {
    provider.breakers.onOpened(() => this.#hurry());
  }

  /** What the probes have told; `undefined` before the first has ended. */
  standing(): ProbeStanding | undefined {
    return this.#standing;
  }

  start(): void {
    if (this.#loop.name === 'stopped') this.#wait(firstDelayMs(this.setting.random));
  }

  /** Leaves no timer behind and aborts the probe under way, whose report is dropped; another instance may ask. */
  async stop(): Promise<void> {
    const loop = this.#loop;
    this.#loop = { name: 'stopped' };
    if (loop.name === 'waiting') loop.cancel();
    if (loop.name === 'probing') loop.controller.abort();
    if (loop.name !== 'stopped') await this.setting.leases.giveUp(this.provider.name);
  }

  #wait(delayMs: number): void {
    const cancel = this.setting.clock.schedule(delayMs, () => void this.#round());
    this.#loop = { name: 'waiting', cancel };
  }

  /** A breaker has opened: the next probe is the one before its time is over, unless questions are unwelcome. */
  #hurry(): void {
    if (this.#loop.name !== 'waiting' || this.#inconclusive > 0) return;
    this.#loop.cancel();
    this.#wait(delayBeforeHalfOpenMs(this.provider.standing().retryAfterMs, this.setting.options));
  }

  async #round(): Promise<void> {
    const round: Loop = { name: 'probing', controller: new AbortController() };
    this.#loop = round;
    // What throws here is the logger of the host; the next round tells it again.
    const delayMs = await this.#askOrHear(round.controller.signal).catch(() => this.#usualDelayMs());
    if (this.#loop === round) this.#wait(delayMs);
  }

  /** Asks, or takes another instance's word, and tells how long to wait afterwards. */
  async #askOrHear(stopped: AbortSignal): Promise<number> {
    const { leases } = this.setting;
    const claim = await leases.take(this.provider.name, this.#until(0));
    if (stopped.aborted) return 0;
    if (claim.lease === 'of-another') return this.#believe(claim.told);
    const report = await this.#ask(stopped);
    if (stopped.aborted) return 0;
    const at = this.#note(report);
    const delayMs = this.#delayAfter(report);
    const { verdict, warnings } = report;
    const told: ToldReport = { at: at.getTime(), verdict, warnings };
    await leases.keep(this.provider.name, told, this.#until(delayMs));
    return delayMs;
  }

  /** Until a question is answered that is asked after so long. */
  #until(delayMs: number): QuestionTimes {
    const { options } = this.setting;
    const longestMs = longestDelayMs(options, this.provider.breakers.longestOpenMs) + options.timeoutMs;
    return { forMs: delayMs + options.timeoutMs, longestMs };
  }

  async #ask(stopped: AbortSignal): Promise<ProbeReport> {
    const { clock, options } = this.setting;
    using limit = new TimeLimit(clock, options.timeoutMs, stopped);
    try {
      const report = await untilAborted(this.probe(limit.signal), limit.signal, clock, {
        reason: () => limit.signal.reason,
        late: () => {},
      });
      return isProbeReport(report) ? report : plain('inconclusive');
    } catch {
      // A provider of the host application's own may reject, or never end; an error of its may hold secrets.
      return plain(limit.signal.aborted ? 'down' : 'inconclusive');
    }
  }

  #note(report: ProbeReport): Date {
    const { known, raised, gone } = warningsAfter(this.#standing?.warnings ?? [], report);
    const provider = this.provider.name;
    for (const warning of raised) this.#logger.warn({ msg: 'provider warning', provider, ...warning });
    for (const { kind } of gone) this.#logger.warn({ msg: 'provider warning gone', provider, kind });
    const at = new Date(this.setting.clock.wallMs());
    this.#standing = { warnings: known, lastProbe: { verdict: report.verdict, at } };
    return at;
  }

  /** Whoever asked has logged what is new, and decided about the breaker. */
  #believe(told: ToldReport | undefined): number {
    if (told === undefined) return firstDelayMs(this.setting.random);
    const { at, verdict, warnings } = told;
    this.#standing = { warnings, lastProbe: { verdict, at: new Date(at) } };
    return this.#usualDelayMs();
  }

  #usualDelayMs(): number {
    const { options, random } = this.setting;
    return usualDelayMs(0, options, random);
  }

  /** What `ready` leaves to the breaker, `down` decides: no message is spent on a provider that is certainly down. */
  #delayAfter({ verdict }: ProbeReport): number {
    const { options, random } = this.setting;
    this.#inconclusive = verdict === 'inconclusive' ? this.#inconclusive + 1 : 0;
    if (this.#inconclusive > 0) return usualDelayMs(this.#inconclusive, options, random);
    const isLast = this.provider.standing().retryAfterMs <= options.timeoutMs;
    if (verdict === 'down' && isLast) this.provider.breakers.prolong();
    const { breaker, retryAfterMs } = this.provider.standing();
    const asksAgainBefore = breaker === 'open' && (verdict === 'down' || !isLast);
    return asksAgainBefore ? delayBeforeHalfOpenMs(retryAfterMs, options) : this.#usualDelayMs();
  }
}
