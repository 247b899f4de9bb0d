import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { type AccountTable, awaitTurn, type Database } from '@standby/database';
import { Problem } from '../http/problem.js';
import { keyNameIn } from '../keys/keyed-digests.js';
import { type KnownNumber, NumbersAtRest } from '../keys/numbers-at-rest.js';
import { WallClock } from '../wall-clock.js';
import { AccountStore, type SealedNumber } from './account.store.js';
import type { AccountBody } from './accounts.contract.js';

/** The account of a number that was just verified, and whether this is its first time. */
export interface SignedInAccount {
  readonly account: AccountBody;
  readonly was: 'known' | 'opened';
}

/** One account a phone number. */
@Injectable()
export class AccountsService {
  readonly #logger = new Logger(AccountsService.name);

  constructor(
    private readonly store: AccountStore,
    private readonly numbers: NumbersAtRest,
    private readonly clock: WallClock,
  ) {}

  /**
   * The account of a number that was just verified, opened if this is its first time; puts the number under the
   * current key if it is under a former one. Of concurrent calls for one number one opens the account, also while
   * they go by different secrets, as long as they share one.
   *
   * @param transaction the account is opened, or not, with all else that is done in it
   * @throws {Problem} `unavailable` when the number may have an account under a key that is not known here.
   */
  async signedIn(number: KnownNumber, transaction: Database): Promise<SignedInAccount> {
    const store = new AccountStore(transaction);
    const known = await store.findByNumber(number.digests);
    if (known !== undefined) return this.#recognised(store, known, number);
    // Whoever else shares a secret with this process waits here, and then finds what was opened.
    await awaitTurn(
      transaction,
      number.digests.map((digest) => `account of ${digest}`),
    );
    const meanwhile = await store.findByNumber(number.digests);
    if (meanwhile !== undefined) return this.#recognised(store, meanwhile, number);
    await this.#assertAllKeysKnown(store);
    const id = randomUUID();
    const now = this.clock.now();
    const account = { id, ...this.#sealedFor(id, number), created_at: now, last_signed_in_at: now };
    await store.put(account);
    return { account: bodyOf(account, number), was: 'opened' };
  }

  /** Whether a number was verified before. */
  async isKnown(e164: string): Promise<boolean> {
    return (await this.store.findByNumber(this.numbers.known(e164).digests)) !== undefined;
  }

  /**
   * The account of an id, or undefined.
   *
   * @throws {Problem} `unavailable` when its number is under a key that is not known here.
   */
  async find(id: string): Promise<AccountBody | undefined> {
    const account = await this.store.find(id);
    if (account === undefined) return undefined;
    const number = this.numbers.open(account.sealed_number, accountRowOf(account.id));
    if (number !== undefined) return bodyOf(account, number);
    if (this.numbers.keyNames.includes(account.number_key))
      throw new Error(
        `A phone number under key ${account.number_key} was altered, or moved to another account.`,
      );
    this.#logger.error({
      msg: 'an account cannot be shown: its number is under an unknown key',
      keys: [account.number_key],
    });
    throw new Problem('unavailable');
  }

  /** Puts the number of an account under the current key; false when it cannot be opened. */
  async rekey(account: AccountTable): Promise<boolean> {
    const number = this.numbers.open(account.sealed_number, accountRowOf(account.id));
    if (number === undefined) return false;
    await this.store.rekey(account, this.#sealedFor(account.id, number), this.clock.now());
    return true;
  }

  async #recognised(
    store: AccountStore,
    account: AccountTable,
    number: KnownNumber,
  ): Promise<SignedInAccount> {
    const now = this.clock.now();
    await store.touch(account.id, now);
    if (account.number_digest !== number.digests[0])
      await store.rekey(account, this.#sealedFor(account.id, number), now);
    return { account: bodyOf(account, number), was: 'known' };
  }

  #sealedFor(id: string, number: KnownNumber): SealedNumber {
    const [digest] = number.digests;
    return {
      number_digest: digest,
      number_key: keyNameIn(digest),
      sealed_number: this.numbers.seal(number, accountRowOf(id)),
    };
  }

  /** Under a key that is not known here the number may have an account already, and must not get a second one. */
  async #assertAllKeysKnown(store: AccountStore): Promise<void> {
    const unknown = await store.keysBesides(this.numbers.keyNames);
    if (unknown.length === 0) return;
    this.#logger.error({ msg: 'no account can be opened: numbers are under unknown keys', keys: unknown });
    throw new Problem('unavailable');
  }
}

/** What the sealed number of an account is bound to. */
function accountRowOf(accountId: string): string {
  return `account ${accountId}`;
}

function bodyOf(account: AccountTable, { e164 }: KnownNumber): AccountBody {
  return { id: account.id, phoneNumber: e164, createdAt: new Date(account.created_at).toISOString() };
}
