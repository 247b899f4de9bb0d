import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { KeyRing } from '../keys/key-ring.js';
import { codeIn, newCode } from './one-time-code.js';
import { TestNumbers } from './test-numbers.js';

/** A code, and how its challenge keeps it. */
export interface KeptCode extends Pick<ChallengeTable, 'code_digest'> {
  readonly code: string;
  readonly sealed_code: string;
}

/** The codes of challenges: made, kept as digest and seal, and recognised again. */
@Injectable()
export class ChallengeCodes {
  constructor(
    private readonly keys: KeyRing,
    private readonly testNumbers: TestNumbers,
  ) {}

  /** A new code, or the fixed one of a test number. */
  newFor(e164: string, idDigest: string, now: number): KeptCode {
    const code = this.testNumbers.find(e164, now)?.code ?? newCode();
    return {
      code,
      code_digest: this.keys.codes.of(codeIn(idDigest, code)),
      sealed_code: this.keys.codeSeal.seal(code, idDigest),
    };
  }

  /** Whether this is the code of a challenge, in time that depends on neither, nor on whether there is one. */
  isRight(challenge: ChallengeTable | undefined, idDigest: string, code: string): boolean {
    return this.keys.codes.isOf(challenge?.code_digest ?? idDigest, codeIn(idDigest, code));
  }

  /** The code for a resend; undefined when it was erased, or sealed under a secret nobody has any more. */
  open({ sealed_code, id_digest }: ChallengeTable): string | undefined {
    return sealed_code === null ? undefined : this.keys.codeSeal.open(sealed_code, id_digest);
  }
}
