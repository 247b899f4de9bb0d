import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { KeyRing } from '../keys/key-ring.js';
import { type KnownNumber, NumbersAtRest } from '../keys/numbers-at-rest.js';
import { issue } from './challenge.js';
import { challengeDigestOf, challengeRowOf } from './challenge-id.js';
import { ChallengeSettings } from './challenge-settings.js';
import { codeIn, newCode } from './one-time-code.js';
import { TestNumbers } from './test-numbers.js';

/** What a challenge is issued for. */
export interface IssueRequest {
  readonly challengeId: string;
  readonly number: KnownNumber;
  /** The digest of the confirmed device that asks; undefined for a stranger. */
  readonly device: string | undefined;
  readonly locale?: string | undefined;
  readonly platform?: string | undefined;
}

/** What of a challenge can be read, or recognised, with the keys alone: its number and its code. */
@Injectable()
export class ChallengeSeals {
  constructor(
    private readonly keys: KeyRing,
    private readonly numbers: NumbersAtRest,
    private readonly testNumbers: TestNumbers,
    private readonly settings: ChallengeSettings,
  ) {}

  /** A challenge with a new code, or the fixed one of a test number. */
  issue({ challengeId, number, device, locale, platform }: IssueRequest, now: number) {
    const idDigest = challengeDigestOf(challengeId);
    const code = this.testNumbers.find(number.e164, now)?.code ?? newCode();
    const fields = {
      id_digest: idDigest,
      number_digest: number.digests[0],
      sealed_number: this.numbers.seal(number, challengeRowOf(idDigest)),
      device_digest: device ?? null,
      locale: locale ?? null,
      platform: platform === 'android' ? platform : null,
      code_digest: this.keys.codes.of(codeIn(idDigest, code)),
      sealed_code: this.keys.codeSeal.seal(code, idDigest),
    } as const;
    return { challenge: issue(fields, this.settings, now), code };
  }

  /** Whether this is the code of a challenge, in time that depends on neither, nor on whether there is one. */
  isRight(challenge: ChallengeTable | undefined, idDigest: string, code: string): boolean {
    return this.keys.codes.isOf(challenge?.code_digest ?? idDigest, codeIn(idDigest, code));
  }

  /** The number of a challenge; undefined when it was erased, or sealed under a secret nobody has any more. */
  numberOf({ sealed_number, id_digest }: ChallengeTable): KnownNumber | undefined {
    return sealed_number === null ? undefined : this.numbers.open(sealed_number, challengeRowOf(id_digest));
  }

  /** The code for a resend; undefined as {@link numberOf} is. */
  codeOf({ sealed_code, id_digest }: ChallengeTable): string | undefined {
    return sealed_code === null ? undefined : this.keys.codeSeal.open(sealed_code, id_digest);
  }
}
