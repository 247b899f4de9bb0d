import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { Admission } from '../admission/admission.js';
import { AuditLog } from '../audit/audit-log.js';
import type { ClientAddress } from '../http/client-address.js';
import { Problem } from '../http/problem.js';
import { problemOf } from '../http/problem-of.js';
import type { KnownNumber } from '../keys/numbers-at-rest.js';
import type { SessionClient } from '../sessions/sessions.service.js';
import { WallClock } from '../wall-clock.js';
import { askerOf, standingOf } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeDigestOf, challengeNameOf } from './challenge-id.js';
import { refusalOf } from './challenge-refusal.js';
import { ChallengeSeals } from './challenge-seals.js';
import type { VerificationResponse } from './challenges.contract.js';
import { NumberTries } from './number-tries.js';
import { OutcomeTeller } from './outcome-teller.js';
import { SignIns } from './sign-ins.js';
import { undoingOnFailure } from './undoing-on-failure.js';

/** Tries codes against challenges: the steps, in order. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly admission: Admission,
    private readonly tries: NumberTries,
    private readonly seals: ChallengeSeals,
    private readonly signIns: SignIns,
    private readonly outcomes: OutcomeTeller,
    private readonly audit: AuditLog,
    private readonly clock: WallClock,
  ) {}

  /**
   * Consumes a challenge with its code and signs in. An attempt of the challenge, and a try of its number, are used up
   * before the code is compared, so concurrent guesses cannot outnumber them. Where there is no challenge to try, the
   * client's tries stay as they are: others share them, and an id cannot be guessed. A right code with which nobody could
   * be signed in for now costs none.
   *
   * @param clientName what the list of sessions calls whoever signs in
   * @throws {Problem} when the code is wrong, the challenge is not live, its number waits, or the client tried too many.
   */
  async verify(
    challengeId: string,
    code: string,
    client: ClientAddress,
    clientName?: string,
  ): Promise<VerificationResponse> {
    const idDigest = challengeDigestOf(challengeId);
    const verifying = async () => {
      await this.#assertLive(idDigest, code);
      const admitted = await this.admission.admitVerification(client);
      const session = { name: clientName, network: client.network };
      const signedIn = await undoingOnFailure(
        () => this.#signIn(idDigest, code, session),
        (error) => admitted.refund(error),
      );
      await admitted.proved(idDigest);
      return signedIn;
    };
    return undoingOnFailure(verifying, (error) => this.#noteRefusal(idDigest, error));
  }

  async #assertLive(idDigest: string, code: string): Promise<void> {
    const found = await this.store.find(idDigest);
    const now = this.clock.now();
    if (standingOf(found, now) === 'live') return;
    // The comparison is made even against nothing, so that an unknown id takes no less work than a known one.
    this.seals.isRight(undefined, idDigest, code);
    throw refusalOf(found, now);
  }

  async #signIn(idDigest: string, code: string, client: SessionClient): Promise<VerificationResponse> {
    const now = this.clock.now();
    const refusal = async () => refusalOf(await this.store.find(idDigest), now);
    const challenge = await this.store.takeAttempt(idDigest, now);
    if (challenge === undefined) throw await refusal();
    const number = this.seals.numberOf(challenge);
    if (number === undefined) throw await this.outcomes.supersedeUnreadable(challenge);
    const tryId = await this.tries.take(number, askerOf(challenge), now);
    if (!this.seals.isRight(challenge, idDigest, code))
      throw await this.#noteWrongCode(challenge, number, now);
    await this.tries.giveBack(tryId);
    const signedIn = await undoingOnFailure(
      () => this.signIns.open(challenge, number, client),
      // The code was right, so nobody can guess with what is given back; it stays good.
      () => this.store.giveBackAttempt(idDigest),
    );
    if (signedIn === undefined) throw await refusal();
    return signedIn;
  }

  /** Notes why a code was not looked at; a wrong one was, and is noted as that. */
  #noteRefusal(idDigest: string, error: unknown): void {
    const { code: reason, status } = problemOf(error);
    if (status >= 500 || reason === 'code-incorrect') return;
    this.audit.note({ event: 'code-refused', challenge: challengeNameOf({ id_digest: idDigest }), reason });
  }

  /** Notes a wrong code; with the last one that may be tried the challenge ends. */
  async #noteWrongCode(challenge: ChallengeTable, number: KnownNumber, now: number): Promise<Problem> {
    const leftOfNumber = await this.tries.leftAfterWrong(number, askerOf(challenge), now);
    const attemptsLeft = Math.min(challenge.attempts_left, leftOfNumber);
    if (attemptsLeft === 0) await this.outcomes.endUnproven(challenge, 'exhausted');
    this.audit.note({
      event: 'code-wrong',
      challenge: challengeNameOf(challenge),
      phoneNumber: number.e164,
      attemptsLeft,
    });
    return new Problem('code-incorrect', { members: { attemptsLeft } });
  }
}
