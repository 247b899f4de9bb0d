import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { normalisePhoneNumber } from '@standby/sms';
import { Admission, type Admitted } from '../admission/admission.js';
import type { CodeRequest } from '../guard/code-request.js';
import { WallClock } from '../wall-clock.js';
import { askerOf } from './challenge.js';
import { type CarriedCode, CodeMessages } from './code-messages.js';
import { TestNumbers } from './test-numbers.js';
import { undoingOnFailure } from './undoing-on-failure.js';

/** A code to be sent. */
export interface CodeToSend {
  readonly challenge: ChallengeTable;
  /** The number of the challenge. */
  readonly e164: string;
  readonly code: string;
}

/** Sends codes, as far as the guard and the quotas allow. */
@Injectable()
export class AdmittedCodes {
  constructor(
    private readonly admission: Admission,
    private readonly testNumbers: TestNumbers,
    private readonly messages: CodeMessages,
    private readonly clock: WallClock,
  ) {}

  /**
   * Reserves what the message takes, sends it, and gives back what was reserved where nothing came of it.
   *
   * @param asked who asks, and for what
   * @param admitted called between the two, once it is allowed
   * @throws whatever {@link Admission} and `admitted` throw; nothing was sent.
   * @throws {UndeliverableError} when no provider accepted it.
   */
  async send(
    toSend: CodeToSend,
    asked: Pick<CodeRequest, 'occasion' | 'client' | 'proof'>,
    admitted: () => Promise<void> = async () => {},
  ): Promise<CarriedCode> {
    const { challenge, e164, code } = toSend;
    const admission = await this.#admit(toSend, asked);
    const send = async () => {
      await admitted();
      return this.messages.send(challenge, e164, code, this.clock.now());
    };
    const carried = await undoingOnFailure(send, (error) => admission.refund(error));
    if (carried.messageId !== null) await admission.sent(carried.messageId, carried.copies);
    return carried;
  }

  /** A test number is sent nothing, which costs nobody anything but what is stored of it. */
  async #admit(
    { challenge, e164 }: CodeToSend,
    asked: Pick<CodeRequest, 'occasion' | 'client' | 'proof'>,
  ): Promise<Admitted> {
    const isTestNumber = this.testNumbers.find(e164, this.clock.now()) !== undefined;
    if (isTestNumber) return this.admission.admitUnsent(asked.client);
    return this.admission.admit({
      ...asked,
      to: normalisePhoneNumber(e164),
      asker: askerOf(challenge),
      challenge: challenge.id_digest,
      segments: this.messages.segmentsOf(challenge),
    });
  }
}
