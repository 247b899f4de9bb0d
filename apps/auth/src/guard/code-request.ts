import type { PhoneNumber } from '@standby/sms';
import type { ChallengeAsker } from '../challenges/wrong-codes.js';
import type { ClientAddress } from '../http/client-address.js';

/** A code that somebody asks for: who, for which number, and what sending it takes. */
export interface CodeRequest {
  /** Whether a code is asked for, or to be sent again. */
  readonly occasion: 'start' | 'resend';
  readonly to: PhoneNumber;
  readonly asker: ChallengeAsker;
  readonly client: ClientAddress;
  /** Digest of the challenge's id. */
  readonly challenge: string;
  /** Billed segments of the text. */
  readonly segments: number;
  /** What the client sent to pass a human check. */
  readonly proof?: string | undefined;
}
