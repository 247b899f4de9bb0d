import { lacksId, type MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { RecentMap } from '../resilience/recent-map.js';
import { ShareWindow } from '../resilience/share-window.js';
import { MAX_PAIRS, UsualTimes } from './usual-times.js';

/** What so many of a hundred keep under is usual. */
const USUAL_SHARE = 0.95;

/** What became of codes with each provider in each country, as far as it is known of messages of some age. */
export class DeliveryExperience {
  readonly #heard = new UsualTimes();
  readonly #verified = new UsualTimes();
  /** Of the codes that were verified: whether the provider told of their arrival in time. */
  readonly #reports = new RecentMap<string, ShareWindow>(MAX_PAIRS);
  /** Of all codes: whether they were verified. */
  readonly #proofs = new RecentMap<string, ShareWindow>(MAX_PAIRS);

  /** @param inTimeMs how late a provider may tell of an arrival */
  constructor(private readonly inTimeMs: number) {}

  /**
   * Learns from a message that is so old that nothing more is to be expected of it.
   *
   * Only a code that was verified has certainly arrived: whether one was reported says how far a provider's silence can be
   * trusted. A provider that lost everything would else look like one that never reports.
   */
  learn({ purpose, country, attempts, codeOutcome }: MessageRecord): void {
    for (const { provider, status, heardAfterMs } of attempts)
      if (status === 'delivered' && heardAfterMs !== undefined)
        this.#heard.add(provider, country, heardAfterMs);
    const [first, ...others] = attempts.filter(({ acceptedAt }) => acceptedAt !== undefined);
    if (purpose !== 'one-time-code' || first?.acceptedAt === undefined) return;
    const { provider, acceptedAt } = first;
    const isVerified = codeOutcome?.outcome === 'verified';
    shareIn(this.#proofs, provider, country).add(isVerified);
    if (!isVerified) return;
    // Where two copies were under way it is not known which was read: at worst this is too long.
    this.#verified.add(provider, country, Math.max(0, codeOutcome.at - acceptedAt));
    // Whose id is not known cannot be told of.
    if (others.length === 0 && !lacksId(first))
      shareIn(this.#reports, provider, country).add(this.#isToldInTime(first));
  }

  /** Time within which a provider usually tells of an arrival, in ms; `undefined` while too little is known. */
  usuallyHeardMs(provider: string, country: string): number | undefined {
    return this.#heard.quantileMs(provider, country, USUAL_SHARE);
  }

  /** Time within which people usually prove a code, in ms; `undefined` while too little is known. */
  usuallyVerifiedMs(provider: string, country: string): number | undefined {
    return this.#verified.quantileMs(provider, country, USUAL_SHARE);
  }

  /** Share of the codes that arrived of which the provider told in time; `undefined` while too little is known. */
  reportedShare(provider: string, country: string): number | undefined {
    return this.#reports.get(keyOf(provider, country))?.share;
  }

  /** Share of the codes that were verified; `undefined` while too little is known. */
  verifiedShare(provider: string, country: string): number | undefined {
    return this.#proofs.get(keyOf(provider, country))?.share;
  }

  /** One that had to be asked answers when it is asked. */
  #isToldInTime({ status, heardAfterMs = 0 }: MessageAttempt): boolean {
    return status === 'delivered' && heardAfterMs <= this.inTimeMs;
  }
}

function shareIn(windows: RecentMap<string, ShareWindow>, provider: string, country: string): ShareWindow {
  return windows.getOrMake(keyOf(provider, country), () => new ShareWindow());
}

function keyOf(provider: string, country: string): string {
  return `${provider} ${country}`;
}
