import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { normalisePhoneNumber, type SentMessage } from '@standby/sms';
import { Admission, type Admitted } from '../admission/admission.js';
import { Clock } from '../clock.js';
import type { ClientAddress } from '../http/client-address.js';
import { Problem } from '../http/problem.js';
import { KeyRing } from '../keys/key-ring.js';
import { type ChallengeRules, issue, mayResend, standingOf } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeDigestOf, newChallengeId } from './challenge-id.js';
import { CodeMessages } from './code-messages.js';
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

/** Who asks for a code, in which language, and how it passed a human check that was demanded. */
export interface CodeAsker {
  readonly client: ClientAddress;
  readonly locale?: string | undefined;
  readonly proof?: string | undefined;
}

/** "Prove that you hold this phone": the steps, in order. The rules are in `challenge.ts`. */
@Injectable()
export class ChallengesService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly messages: CodeMessages,
    private readonly admission: Admission,
    private readonly keys: KeyRing,
    private readonly settings: ChallengeSettings,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a new code; once a provider accepted it, older codes of the number stop working. The answer does not
   * depend on whether the number has an account.
   *
   * @throws {InvalidRecipientError} when no message can be sent to the number; nothing was stored or sent.
   * @throws whatever {@link Admission.admit} throws; nothing was stored or sent.
   * @throws {UndeliverableError} when no provider accepted the message; older codes still work.
   */
  async start(phoneNumber: string, { client, locale, proof }: CodeAsker): Promise<StartedChallenge> {
    const to = normalisePhoneNumber(phoneNumber);
    const challengeId = newChallengeId(randomBytes);
    const idDigest = challengeDigestOf(challengeId);
    const admitted = await this.admission.admit({
      occasion: 'start',
      to,
      client,
      challenge: idDigest,
      segments: this.messages.segmentsIn(locale ?? null),
      ...(proof !== undefined && { proof }),
    });
    const code = newCode();
    const challenge = issue(
      {
        id_digest: idDigest,
        phone_number: to.e164,
        locale: locale ?? null,
        code_digest: this.keys.codes.of(codeIn(idDigest, code)),
        sealed_code: this.keys.codeSeal.seal(code, idDigest),
      },
      this.settings,
      this.clock.now(),
    );
    const sent = await this.sendOr(
      async () => {
        // Stored first: a code that reached a phone must never be one that nobody remembers.
        await this.store.put(challenge);
        return this.messages.send(challenge, code, this.clock.now());
      },
      admitted,
      () => this.store.erase(idDigest),
    );
    await this.store.activate(challenge, sent.provider);
    return this.seenBy(challengeId, challenge);
  }

  /**
   * Sends the same code again, through another provider than the last one if there is one.
   *
   * @throws {Problem} when the challenge is not live, or it is too early; nothing was sent.
   * @throws whatever {@link Admission.admit} throws; another resend may be tried.
   * @throws {UndeliverableError} when no provider accepted it; another resend may be tried at once.
   */
  async resend(challengeId: string, client: ClientAddress): Promise<StartedChallenge> {
    const idDigest = challengeDigestOf(challengeId);
    const now = this.clock.now();
    const claimedUntil = now + this.settings.resendAfterMs;
    const challenge = await this.store.claimResend(idDigest, now, claimedUntil);
    if (challenge === undefined || challenge.sealed_code === null) throw await this.refusalOf(idDigest, now);

    const code = await this.unsealed(challenge.sealed_code, idDigest);
    const release = () => this.store.releaseResend(idDigest, claimedUntil, now);
    const admitted = await undoing(release, () =>
      this.admission.admit({
        occasion: 'resend',
        to: normalisePhoneNumber(challenge.phone_number),
        client,
        challenge: idDigest,
        segments: this.messages.segmentsIn(challenge.locale),
      }),
    );
    const send = () => this.messages.send(challenge, code, this.clock.now());
    const sent = await this.sendOr(send, admitted, release);
    await this.store.noteProvider(idDigest, sent.provider);
    return this.seenBy(challengeId, challenge);
  }

  /**
   * Consumes a challenge with its code and returns the number it proves (E.164). An attempt is used up before
   * the code is compared, so concurrent guesses cannot outnumber the attempts.
   *
   * @throws {Problem} when the code is wrong, the challenge is not live, or the client tried too many codes.
   */
  async verify(challengeId: string, code: string, client: ClientAddress): Promise<string> {
    const admitted = await this.admission.admitVerification(client);
    const idDigest = challengeDigestOf(challengeId);
    const now = this.clock.now();
    const challenge = await this.store.takeAttempt(idDigest, now);
    // The comparison is made even against nothing, so that an unknown id takes no less work than a wrong code.
    const isRight = this.keys.codes.isOf(challenge?.code_digest ?? idDigest, codeIn(idDigest, code));
    if (challenge === undefined) throw await this.refusalOf(idDigest, now);
    if (!isRight) {
      if (challenge.attempts_left === 0) await this.store.end(idDigest, 'exhausted');
      throw new Problem('code-incorrect', { members: { attemptsLeft: challenge.attempts_left } });
    }
    if (!(await this.store.end(idDigest, 'consumed'))) throw await this.refusalOf(idDigest, now);
    await admitted.proved(idDigest);
    return challenge.phone_number;
  }

  /** A code sealed under a secret nobody has any more can neither be sent nor checked. */
  private async unsealed(sealedCode: string, idDigest: string): Promise<string> {
    const code = this.keys.codeSeal.open(sealedCode, idDigest);
    if (code !== undefined) return code;
    await this.store.end(idDigest, 'superseded');
    throw new Problem('challenge-superseded');
  }

  /** Sends, and otherwise leaves everything as it was before. */
  private async sendOr(
    send: () => Promise<SentMessage>,
    admitted: Admitted,
    undo: () => Promise<void>,
  ): Promise<SentMessage> {
    const sent = await send().catch(async (error: unknown) => {
      await admitted.refund(error);
      await undo();
      throw error;
    });
    await admitted.sent(sent.id);
    return sent;
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

async function undoing<T>(undo: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  return work().catch(async (error: unknown) => {
    await undo();
    throw error;
  });
}
