import { Injectable } from '@nestjs/common';
import { SmsService } from '@standby/sms';
import { Problem } from '../http/problem.js';
import { WallClock } from '../wall-clock.js';
import { standingOf } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeDigestOf } from './challenge-id.js';
import { type Delivery, deliveryOf } from './delivery.js';

/** How a live challenge stands; times in ms, `expiresAt` since the epoch. */
export interface ChallengeStatus {
  readonly delivery: Delivery;
  readonly expiresAt: number;
  readonly resendAfterMs: number;
}

/** Tells whoever holds a challenge what became of its code; changes nothing. */
@Injectable()
export class ChallengeStatuses {
  constructor(
    private readonly store: ChallengeStore,
    private readonly sms: SmsService,
    private readonly clock: WallClock,
  ) {}

  /** @throws {Problem} when the challenge is not live. */
  async find(challengeId: string): Promise<ChallengeStatus> {
    const now = this.clock.now();
    const challenge = await this.store.find(challengeDigestOf(challengeId));
    const standing = standingOf(challenge, now);
    if (challenge === undefined || standing === 'unknown') throw new Problem('challenge-not-found');
    if (standing !== 'live') throw new Problem(`challenge-${standing}`);
    const { message_id: messageId, expires_at: expiresAt, resend_after_at: resendAfterAt } = challenge;
    const record = messageId === null ? undefined : await this.sms.status(messageId);
    return { delivery: deliveryOf(record), expiresAt, resendAfterMs: Math.max(0, resendAfterAt - now) };
  }
}
