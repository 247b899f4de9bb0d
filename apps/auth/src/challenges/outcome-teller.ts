import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type CodeOutcome, SmsService } from '@standby/sms';
import { Chores } from '../chores.js';
import { Problem } from '../http/problem.js';
import { ChallengeStore, type EndedChallenge } from './challenge.store.js';

/** Challenges looked after at once: a sweep may find thousands. */
const AT_ONCE = 10;
/** How often it is looked for what could not be told, in ms: sooner than any code is taken for lost. */
const LOOK_EVERY_MS = 5_000;
/** Most challenges one look takes on. */
const BATCH = 500;

/**
 * Tells the SMS service what came of codes. In the background, since nobody waits for it and nothing fails of it; what
 * could not be told, or was left by a process that ended, is told again from the database until it is.
 */
@Injectable()
export class OutcomeTeller implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(OutcomeTeller.name);
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly sms: SmsService,
    private readonly store: ChallengeStore,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.chores.begin({
      name: OutcomeTeller.name,
      everyMs: LOOK_EVERY_MS,
      failure: 'could not look for codes whose outcome is untold',
      run: (ending) => this.tellUntold(ending),
    });
  }

  /** Resolves when all that was noted is told, or could not be. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** Has it told what came of the codes of challenges that ended. */
  note(outcome: CodeOutcome, ...ended: readonly EndedChallenge[]): void {
    const telling = this.#tellAll(ended, () => outcome);
    this.#underWay.add(telling);
    void telling.finally(() => this.#underWay.delete(telling));
  }

  /** Ends a live challenge that nobody has proven. */
  async endUnproven(ended: EndedChallenge, status: 'exhausted' | 'superseded'): Promise<void> {
    if (await this.store.end(ended.id_digest, status)) this.note('expired', ended);
  }

  /**
   * Ends a challenge that was sealed under a secret nobody has any more: it can neither be sent nor checked.
   *
   * @returns what to throw
   */
  async supersedeUnreadable(challenge: EndedChallenge): Promise<Problem> {
    await this.endUnproven(challenge, 'superseded');
    return new Problem('challenge-superseded');
  }

  /** Tells what has not been told yet. */
  async tellUntold(ending: AbortSignal): Promise<void> {
    const untold = await this.store.untold(BATCH);
    if (!ending.aborted)
      await this.#tellAll(untold, ({ status }) => (status === 'consumed' ? 'verified' : 'expired'));
  }

  async #tellAll<Ended extends EndedChallenge>(
    ended: readonly Ended[],
    outcomeOf: (ended: Ended) => CodeOutcome,
  ): Promise<void> {
    for (let start = 0; start < ended.length; start += AT_ONCE) {
      const some = ended.slice(start, start + AT_ONCE);
      await Promise.all(some.map((one) => this.#tell(one, outcomeOf(one))));
    }
  }

  async #tell(ended: EndedChallenge, outcome: CodeOutcome): Promise<void> {
    const { message_id: messageId } = ended;
    if (messageId === null) return;
    try {
      await this.sms.recordOutcome(messageId, outcome);
      await this.store.noteTold(ended);
    } catch (error) {
      this.#logger.error({ msg: 'could not keep what came of a code', messageId, outcome, err: error });
    }
  }
}
