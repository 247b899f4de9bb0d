import { Injectable } from '@nestjs/common';
import { type FailureKind, possibleCopies, UndeliverableError } from '@standby/sms';
import { CodeGuard } from '../guard/code-guard.js';
import type { CodeRequest } from '../guard/code-request.js';
import type { ClientAddress } from '../http/client-address.js';
import { Problem, type ProblemCode } from '../http/problem.js';
import { QuotasService } from '../quotas/quotas.service.js';

/** A code that may be sent; what is called here fails nobody. */
export interface Admitted {
  /** A message carried the code, and so many copies of it may have been sent. */
  sent(messageId: string, copies: number): Promise<void>;
  /** Gives back what was reserved, unless the error leaves it open whether something was sent: then that counts. */
  refund(error: unknown): Promise<void>;
}

/** A code that may be tried. */
export interface AdmittedVerification {
  /** It was right: trying it costs nothing, and sending it was no pumping. Fails nobody. */
  proved(challenge: string): Promise<void>;
  /** Gives back what was reserved, where no code was compared, or a right one came to nothing. Fails nobody. */
  refund(error: unknown): Promise<void>;
}

/** Failures that speak against the number rather than for the providers having trouble. */
const OF_THE_NUMBER: readonly FailureKind[] = ['invalid-recipient', 'opted-out', 'fraud-blocked'];

/** What says that a code was tried, or would have been but for the number's own wait. */
const OF_THE_TRY: readonly ProblemCode[] = ['code-incorrect', 'too-many-wrong-codes'];

/** Decides whether a code may be sent, or tried: first the quotas, then the guard. */
@Injectable()
export class Admission {
  constructor(
    private readonly guard: CodeGuard,
    private readonly quotas: QuotasService,
  ) {}

  /**
   * Admits a code to be sent, and reserves what it uses.
   *
   * @throws {DestinationRefusedError} when the recipient is not served.
   * @throws {Problem} `destination-blocked`, `human-check-required`, `quota-exceeded` or `unavailable`; nothing is
   *   reserved then.
   */
  async admit(request: CodeRequest): Promise<Admitted> {
    this.guard.assertServed(request.to);
    // First, so that what a quota refuses never fills the buckets that others share.
    const reservation = await this.quotas.reserveCode(request);
    const pass = await this.guard.pass(request).catch(async (error) => {
      await reservation.refund();
      throw error;
    });
    return {
      sent: (messageId, copies) => pass.sent(messageId, copies),
      refund: async (error) => {
        if (error instanceof UndeliverableError && error.maybeSent)
          return pass.sent(null, possibleCopies(error.attempts));
        await reservation.refund();
        await (isOfTheNumber(error) ? pass.unspent() : pass.withdrawn());
      },
    };
  }

  /**
   * Admits a code that nothing is sent of, as to a test number.
   *
   * @throws {Problem} `quota-exceeded`; nothing is reserved then.
   */
  async admitUnsent(client: ClientAddress): Promise<Admitted> {
    const reservation = await this.quotas.reserveUnsent(client);
    return { sent: async () => {}, refund: () => reservation.refund() };
  }

  /**
   * Admits a code to be tried.
   *
   * @throws {Problem} `quota-exceeded`; nothing is reserved then.
   */
  async admitVerification(client: ClientAddress): Promise<AdmittedVerification> {
    const reservation = await this.quotas.reserveVerification(client);
    return {
      proved: async (challenge) => {
        await reservation.refund();
        await this.guard.verified(challenge);
      },
      refund: async (error) => {
        // Whatever else went wrong may have done so after a wrong code.
        if (error instanceof Problem && !OF_THE_TRY.includes(error.code)) await reservation.refund();
      },
    };
  }
}

function isOfTheNumber(error: unknown): boolean {
  return error instanceof UndeliverableError && OF_THE_NUMBER.includes(error.kind);
}
