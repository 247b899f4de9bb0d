import type { ClientAddress } from '../http/client-address.js';
import type { HumanCheckDemand } from '../http/problem.js';

/** Whom a check is about. */
export interface CheckedRequest {
  /** Digest of the number a code is asked for: a proof for one number is none for another. */
  readonly number: string;
  readonly client: ClientAddress;
}

/** Nobody could tell whether a proof is good: the far side did not answer, or not in a way that can be read. */
export class HumanCheckUnavailableError extends Error {
  override readonly name = 'HumanCheckUnavailableError';

  /** @param reason holds neither the proof nor a secret */
  constructor(readonly reason: string) {
    super(`The human check is not available: ${reason}.`);
  }
}

/**
 * A check by which a person may go on where the pumping guard is unsure. The class is the injection token; a host of
 * the application may give its own to `createApp`.
 */
export abstract class HumanCheck {
  /** What the client has to do; it goes into the answer, so it holds nothing that is secret. */
  abstract demand(about: CheckedRequest): Promise<HumanCheckDemand>;

  /**
   * Whether what a client sent, up to 8192 characters, proves that it did it. A good proof is good once.
   *
   * @throws {HumanCheckUnavailableError} when nobody can tell
   */
  abstract passes(proof: string, about: CheckedRequest): Promise<boolean>;
}
