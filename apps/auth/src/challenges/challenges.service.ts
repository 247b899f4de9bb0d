import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { normalisePhoneNumber } from '@standby/sms';
import { AuditLog } from '../audit/audit-log.js';
import { ConfirmedDevices } from '../devices/confirmed-devices.js';
import type { ClientAddress } from '../http/client-address.js';
import { problemOf } from '../http/problem-of.js';
import { type KnownNumber, NumbersAtRest } from '../keys/numbers-at-rest.js';
import { WallClock } from '../wall-clock.js';
import { AdmittedCodes } from './admitted-codes.js';
import { askerOf } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeDigestOf, challengeNameOf, newChallengeId } from './challenge-id.js';
import { refusalOf } from './challenge-refusal.js';
import { ChallengeSeals } from './challenge-seals.js';
import { ChallengeSettings } from './challenge-settings.js';
import { NumberTries } from './number-tries.js';
import { OutcomeTeller } from './outcome-teller.js';
import { TestNumbers } from './test-numbers.js';
import { undoingOnFailure } from './undoing-on-failure.js';

/** What a client asks a code with. */
export interface StartRequest {
  /** As a person typed it. */
  readonly phoneNumber: string;
  readonly locale?: string | undefined;
  readonly platform?: string | undefined;
  /** How it passed a human check that was demanded. */
  readonly humanCheck?: string | undefined;
  /** Proves that the number was verified on this device before. */
  readonly deviceToken?: string | undefined;
}

/** A challenge as the client may see it; times in ms since the epoch. */
export interface StartedChallenge {
  readonly challengeId: string;
  readonly expiresAt: number;
  readonly resendAfterMs: number;
}

/** Asks people to prove that they hold a phone: the steps, in order. The rules are in `challenge.ts`. */
@Injectable()
export class ChallengesService {
  constructor(
    private readonly store: ChallengeStore,
    private readonly numbers: NumbersAtRest,
    private readonly testNumbers: TestNumbers,
    private readonly devices: ConfirmedDevices,
    private readonly tries: NumberTries,
    private readonly seals: ChallengeSeals,
    private readonly codes: AdmittedCodes,
    private readonly outcomes: OutcomeTeller,
    private readonly settings: ChallengeSettings,
    private readonly audit: AuditLog,
    private readonly clock: WallClock,
  ) {}

  /**
   * Sends a new code; once a provider accepted it, older codes of the number stop working, but for one that a
   * confirmed device asked for when a stranger asks now. The answer does not depend on whether the number has an
   * account.
   *
   * @throws {InvalidRecipientError} when no message can be sent to the number; nothing was stored or sent.
   * @throws {Problem} `too-many-wrong-codes` while the number waits; nothing was stored or sent.
   * @throws {Problem} whatever the guard and the quotas say; nothing was stored or sent.
   * @throws {UndeliverableError} when no provider accepted the message; older codes still work.
   */
  async start(request: StartRequest, client: ClientAddress): Promise<StartedChallenge> {
    // 1. Which number?
    const number = await this.#notingRefusal({}, async () => this.#normalised(request.phoneNumber));
    const { e164: phoneNumber } = number;
    return this.#notingRefusal({ phoneNumber }, async () => {
      // 2. May whoever asks be sent a code to it?
      const device = await this.devices.recognise(request.deviceToken, number);
      const asker = askerOf({ device_digest: device ?? null });
      this.audit.note({ event: 'challenge-asked', phoneNumber, asker });
      await this.tries.assertFree(number, asker, this.clock.now());
      // 3. Issued.
      const challengeId = newChallengeId(randomBytes);
      const { challenge, code } = this.seals.issue(
        { ...request, challengeId, number, device },
        this.clock.now(),
      );
      // 4. Sent, as far as the guard and the quotas allow; stored first, since a code that reached a phone must never be
      //    one that nobody remembers.
      const asked = { occasion: 'start', client, proof: request.humanCheck } as const;
      const toSend = { challenge, e164: phoneNumber, code };
      const carried = await undoingOnFailure(
        () => this.codes.send(toSend, asked, () => this.store.put(challenge)),
        () => this.store.erase(challenge.id_digest),
      );
      // 5. Live from now on, in the place of older ones.
      this.outcomes.note('expired', ...(await this.store.activate(challenge, number.digests, carried)));
      const name = challengeNameOf(challenge);
      const { provider } = carried;
      this.audit.note({ event: 'challenge-sent', challenge: name, phoneNumber, provider });
      return this.#seenBy(challengeId, challenge);
    });
  }

  /**
   * Sends the same code again, through another provider than the last one if there is one.
   *
   * @throws {Problem} when the challenge is not live, its number waits, or it is too early; nothing was sent.
   * @throws {Problem} whatever the guard and the quotas say; another resend may be tried at once.
   * @throws {UndeliverableError} when no provider accepted it; another resend may be tried at once.
   */
  async resend(challengeId: string, client: ClientAddress): Promise<StartedChallenge> {
    const idDigest = challengeDigestOf(challengeId);
    const name = challengeNameOf({ id_digest: idDigest });
    return this.#notingRefusal({ challenge: name }, async () => {
      const now = this.clock.now();
      const claimedUntil = now + this.settings.resendAfterMs;
      const challenge = await this.store.claimResend(idDigest, now, claimedUntil);
      if (challenge === undefined) throw refusalOf(await this.store.find(idDigest), now);
      const [number, code] = [this.seals.numberOf(challenge), this.seals.codeOf(challenge)];
      if (number === undefined || code === undefined)
        throw await this.outcomes.supersedeUnreadable(challenge);
      const { e164: phoneNumber } = number;
      const send = async () => {
        await this.tries.assertFree(number, askerOf(challenge), now);
        return this.codes.send({ challenge, e164: phoneNumber, code }, { occasion: 'resend', client });
      };
      const carried = await undoingOnFailure(send, () =>
        this.store.releaseResend(idDigest, claimedUntil, now),
      );
      // An earlier message may have arrived while this one was being sent.
      const status = await this.store.noteMessage(idDigest, carried);
      if (status !== 'live')
        this.outcomes.note(status === 'consumed' ? 'verified' : 'expired', {
          id_digest: idDigest,
          message_id: carried.messageId,
        });
      const { provider } = carried;
      this.audit.note({ event: 'challenge-resent', challenge: name, phoneNumber, provider });
      return this.#seenBy(challengeId, challenge);
    });
  }

  #normalised(typed: string): KnownNumber {
    const testNumber = this.testNumbers.find(typed, this.clock.now());
    return this.numbers.known(testNumber?.e164 ?? normalisePhoneNumber(typed).e164);
  }

  /** Has a refusal noted, whatever its reason. */
  async #notingRefusal<T>(
    about: { readonly phoneNumber?: string; readonly challenge?: string },
    act: () => Promise<T>,
  ): Promise<T> {
    return undoingOnFailure(act, (error) =>
      this.audit.note({ event: 'challenge-refused', ...about, reason: problemOf(error).code }),
    );
  }

  #seenBy(challengeId: string, challenge: ChallengeTable): StartedChallenge {
    return { challengeId, expiresAt: challenge.expires_at, resendAfterMs: this.settings.resendAfterMs };
  }
}
