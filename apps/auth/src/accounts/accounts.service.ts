import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type AccountTable, DATABASE, type Database } from '@standby/database';
import { Clock } from '../clock.js';
import type { AccountBody } from './accounts.contract.js';

/** One account a phone number. */
@Injectable()
export class AccountsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The account of a number that was just verified, created if this is its first time. Concurrent calls for
   * one number end in one account.
   */
  async signedIn(phoneNumber: string): Promise<AccountBody> {
    const now = this.clock.now();
    const account = await this.database
      .insertInto('accounts')
      .values({ id: randomUUID(), phone_number: phoneNumber, created_at: now, last_signed_in_at: now })
      .onConflict((conflict) => conflict.column('phone_number').doUpdateSet({ last_signed_in_at: now }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return bodyOf(account);
  }

  /** Whether a number was verified before. */
  async isKnown(phoneNumber: string): Promise<boolean> {
    const account = await this.database
      .selectFrom('accounts')
      .select('id')
      .where('phone_number', '=', phoneNumber)
      .executeTakeFirst();
    return account !== undefined;
  }

  /** The account of an id, or undefined. */
  async find(id: string): Promise<AccountBody | undefined> {
    const account = await this.database
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return account && bodyOf(account);
  }
}

function bodyOf(account: AccountTable): AccountBody {
  return {
    id: account.id,
    phoneNumber: account.phone_number,
    createdAt: new Date(account.created_at).toISOString(),
  };
}
