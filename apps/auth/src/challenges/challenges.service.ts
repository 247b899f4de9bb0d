import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { normalisePhoneNumber } from '@standby/sms';
import { Clock } from '../clock.js';
import { Problem } from '../http/problem.js';
import { KeyRing } from '../keys/key-ring.js';
import { type ChallengeRules, issue, mayResend, standingOf } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeDigestOf, newChallengeId } from './challenge-id.js';
import { type CarriedCode, CodeMessages } from './code-messages.js';
import { CodeOutcomes } from './code-outcomes.js';
import { codeIn, newCode } from './one-time-code.js';

/** The settings a challenge is run by; a class so that it can be injected. */
export abstract class ChallengeSettings implements ChallengeRules {
  abstract readonly ttlMs: number;
  abstract readonly maxAttempts: number;
  abstract readonly resendAfterMs: number;
}

/** A challenge as the client may see it; times in ms since the epoch. */
export interface StartedChallenge {
  readonly challengeId: string;
  readonly expiresAt: number;
  readonly resendAfterMs: number;
}

/** "Prove that you hold this phone": the steps, in order. The rules are in `challenge.ts`. */
@Injectable()
export class ChallengesService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly messages: CodeMessages,
    private readonly outcomes: CodeOutcomes,
    private readonly keys: KeyRing,
    private readonly settings: ChallengeSettings,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a new code; once a provider accepted it, older codes of the number stop working. The answer does not
   * depend on whether the number has an account.
   *
   * @throws {InvalidRecipientError} when no message can be sent to the number; nothing was stored or sent.
   * @throws {UndeliverableError} when no provider accepted the message; older codes still work.
   */
  async start(phoneNumber: string, locale?: string): Promise<StartedChallenge> {
    const { e164 } = normalisePhoneNumber(phoneNumber);
    const challengeId = newChallengeId(randomBytes);
    const idDigest = challengeDigestOf(challengeId);
    const code = newCode();
    const challenge = issue(
      {
        id_digest: idDigest,
        phone_number: e164,
        locale: locale ?? null,
        code_digest: this.keys.codes.of(codeIn(idDigest, code)),
        sealed_code: this.keys.codeSeal.seal(code, idDigest),
      },
      this.settings,
      this.clock.now(),
    );
    // Stored first: a code that reached a phone must never be one that nobody remembers.
    await this.store.put(challenge);
    const carried = await this.sendOr(challenge, code, () => this.store.erase(idDigest));
    this.outcomes.note('expired', ...(await this.store.activate(challenge, carried)));
    return this.seenBy(challengeId, challenge);
  }

  /**
   * Sends the same code again, through another provider than the last one if there is one.
   *
   * @throws {Problem} when the challenge is not live, or it is too early; nothing was sent.
   * @throws {UndeliverableError} when no provider accepted it; another resend may be tried at once.
   */
  async resend(challengeId: string): Promise<StartedChallenge> {
    const idDigest = challengeDigestOf(challengeId);
    const now = this.clock.now();
    const claimedUntil = now + this.settings.resendAfterMs;
    const challenge = await this.store.claimResend(idDigest, now, claimedUntil);
    if (challenge === undefined || challenge.sealed_code === null) throw await this.refusalOf(idDigest, now);

    const code = await this.unsealed(challenge, challenge.sealed_code);
    const release = () => this.store.releaseResend(idDigest, claimedUntil, now);
    const carried = await this.sendOr(challenge, code, release);
    // An earlier message may have arrived while this one was being sent.
    const status = await this.store.noteMessage(idDigest, carried);
    if (status !== 'live')
      this.outcomes.note(status === 'consumed' ? 'verified' : 'expired', carried.messageId);
    return this.seenBy(challengeId, challenge);
  }

  /**
   * Consumes a challenge with its code and returns the number it proves (E.164). An attempt is used up before
   * the code is compared, so concurrent guesses cannot outnumber the attempts.
   *
   * @throws {Problem} when the code is wrong or the challenge is not live.
   */
  async verify(challengeId: string, code: string): Promise<string> {
    const idDigest = challengeDigestOf(challengeId);
    const now = this.clock.now();
    const challenge = await this.store.takeAttempt(idDigest, now);
    // The comparison is made even against nothing, so that an unknown id takes no less work than a wrong code.
    const isRight = this.keys.codes.isOf(challenge?.code_digest ?? idDigest, codeIn(idDigest, code));
    if (challenge === undefined) throw await this.refusalOf(idDigest, now);
    if (!isRight) {
      if (challenge.attempts_left === 0) await this.endUnproven(challenge, 'exhausted');
      throw new Problem('code-incorrect', { members: { attemptsLeft: challenge.attempts_left } });
    }
    if (!(await this.store.end(idDigest, 'consumed'))) throw await this.refusalOf(idDigest, now);
    this.outcomes.note('verified', challenge.message_id);
    return challenge.phone_number;
  }

  private async endUnproven(
    { id_digest, message_id }: ChallengeTable,
    status: 'exhausted' | 'superseded',
  ): Promise<void> {
    if (await this.store.end(id_digest, status)) this.outcomes.note('expired', message_id);
  }

  /** A code sealed under a secret nobody has any more can neither be sent nor checked. */
  private async unsealed(challenge: ChallengeTable, sealedCode: string): Promise<string> {
    const code = this.keys.codeSeal.open(sealedCode, challenge.id_digest);
    if (code !== undefined) return code;
    await this.endUnproven(challenge, 'superseded');
    throw new Problem('challenge-superseded');
  }

  private async sendOr(
    challenge: ChallengeTable,
    code: string,
    undo: () => Promise<void>,
  ): Promise<CarriedCode> {
    try {
      return await this.messages.send(challenge, code, this.clock.now());
    } catch (error) {
      await undo();
      throw error;
    }
  }

  private async refusalOf(idDigest: string, now: number): Promise<Problem> {
    const challenge = await this.store.find(idDigest);
    const standing = standingOf(challenge, now);
    if (challenge === undefined || standing === 'unknown') return new Problem('challenge-not-found');
    if (standing !== 'live') return new Problem(`challenge-${standing}`);
    const resend = mayResend(challenge, now);
    const waitMs = resend.verdict === 'wait' ? resend.waitMs : 0;
    return new Problem('resend-too-soon', { retryAfterMs: Math.max(waitMs, 1) });
  }

  private seenBy(challengeId: string, challenge: ChallengeTable): StartedChallenge {
    return { challengeId, expiresAt: challenge.expires_at, resendAfterMs: this.settings.resendAfterMs };
  }
}
