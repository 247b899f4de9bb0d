import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { type CodeOutcome, SmsService } from '@standby/sms';
import { ChallengeStore } from './challenge.store.js';

/** Messages told of at once: a sweep may find thousands. */
const AT_ONCE = 10;

/** Tells the SMS service what came of codes: in the background, since nobody waits for it and nothing fails of it. */
@Injectable()
export class CodeOutcomes implements OnApplicationShutdown {
  private readonly logger = new Logger(CodeOutcomes.name);
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly sms: SmsService,
    private readonly store: ChallengeStore,
  ) {}

  /** @param messageIds the messages that carried the codes; `null` for one of which that is not known */
  note(outcome: CodeOutcome, ...messageIds: readonly (string | null)[]): void {
    const known = messageIds.filter((id) => id !== null);
    if (known.length > 0) this.telling = this.telling.then(() => this.tell(known, outcome));
  }

  /** Ends a live challenge that nobody has proven. */
  async endUnproven(
    { id_digest, message_id }: ChallengeTable,
    status: 'exhausted' | 'superseded',
  ): Promise<void> {
    if (await this.store.end(id_digest, status)) this.note('expired', message_id);
  }

  /** Resolves when all that was noted is told. */
  async onApplicationShutdown(): Promise<void> {
    await this.telling;
  }

  private async tell(messageIds: readonly string[], outcome: CodeOutcome): Promise<void> {
    for (let start = 0; start < messageIds.length; start += AT_ONCE) {
      const some = messageIds.slice(start, start + AT_ONCE);
      await Promise.all(some.map((id) => this.tellOne(id, outcome)));
    }
  }

  private async tellOne(messageId: string, outcome: CodeOutcome): Promise<void> {
    try {
      await this.sms.recordOutcome(messageId, outcome);
    } catch (error) {
      this.logger.error({ msg: 'could not keep what came of a code', messageId, outcome, err: error });
    }
  }
}
