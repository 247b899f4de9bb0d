import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { Problem } from '../http/problem.js';
import type { KnownNumber } from '../keys/numbers-at-rest.js';
import { ChallengeSettings } from './challenge-settings.js';
import { WrongCodeStore } from './wrong-code.store.js';
import { type ChallengeAsker, triesLeftOf, waitMsOf } from './wrong-codes.js';

/** How many codes may be tried against one number, over all of its challenges. The rules are in `wrong-codes.ts`. */
@Injectable()
export class NumberTries {
  constructor(
    private readonly store: WrongCodeStore,
    private readonly rules: ChallengeSettings,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} `too-many-wrong-codes` while the number waits. */
  async assertFree(number: KnownNumber, asker: ChallengeAsker, now: number): Promise<void> {
    const waitMs = waitMsOf(await this.#times(number, asker, now), this.rules, now);
    if (waitMs > 0) throw new Problem('too-many-wrong-codes', { retryAfterMs: waitMs });
  }

  /**
   * Counts a code as wrong before it is looked at; {@link giveBack} takes that back.
   *
   * @returns what to give back
   * @throws {Problem} `too-many-wrong-codes` when the number waits; nothing was counted.
   */
  async take(number: KnownNumber, asker: ChallengeAsker, now: number): Promise<string> {
    const id = randomUUID();
    if (await this.store.take(id, { digests: number.digests, asker }, this.rules, now)) return id;
    const waitMs = waitMsOf(await this.#times(number, asker, now), this.rules, now);
    throw new Problem('too-many-wrong-codes', { retryAfterMs: Math.max(waitMs, 1) });
  }

  /** Uncounts a code that was right. */
  async giveBack(id: string): Promise<void> {
    await this.store.giveBack(id);
  }

  /** Codes that may still be tried after a wrong one; none when the number waits from now on, which is noted. */
  async leftAfterWrong(number: KnownNumber, asker: ChallengeAsker, now: number): Promise<number> {
    const times = await this.#times(number, asker, now);
    const left = triesLeftOf(times, this.rules, now);
    if (left === 0) {
      const waitMs = waitMsOf(times, this.rules, now);
      this.audit.note({ event: 'number-waits', phoneNumber: number.e164, asker, waitMs });
    }
    return left;
  }

  async #times(number: KnownNumber, asker: ChallengeAsker, now: number): Promise<readonly number[]> {
    const { maxAttempts, maxWrongPerDay } = this.rules;
    const limit = Math.max(maxAttempts, maxWrongPerDay);
    return this.store.timesOf({ digests: number.digests, asker }, now, limit);
  }
}
