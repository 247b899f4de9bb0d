import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring.js';

/** A phone number, and what rows about it are found by. */
export interface KnownNumber {
  /** E.164. */
  readonly e164: string;
  /** One digest a key, the current one's first. */
  readonly digests: readonly [string, ...string[]];
}

/** Phone numbers as the database has them: found by a keyed digest, and sealed to be read again. */
@Injectable()
export class NumbersAtRest {
  constructor(private readonly keys: KeyRing) {}

  /** Names of the keys numbers may be under, the current one's first. */
  get keyNames(): readonly [string, ...string[]] {
    return this.keys.names;
  }

  /** @param e164 a number as it is sent to */
  known(e164: string): KnownNumber {
    return { e164, digests: this.keys.phoneNumbers.candidatesOf(e164) };
  }

  /** @param row what the number belongs to; in any other row it cannot be opened */
  seal({ e164 }: KnownNumber, row: string): string {
    return this.keys.phoneNumberSeal.seal(e164, row);
  }

  /** The number; undefined when its key is not known any more, it was altered, or it belongs to another row. */
  open(sealed: string, row: string): KnownNumber | undefined {
    const e164 = this.keys.phoneNumberSeal.open(sealed, row);
    return e164 === undefined ? undefined : this.known(e164);
  }
}
