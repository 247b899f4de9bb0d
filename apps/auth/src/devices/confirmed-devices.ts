import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type ChallengeTable, DATABASE, type Database } from '@standby/database';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { KeyRing } from '../keys/key-ring.js';
import type { KnownNumber } from '../keys/numbers-at-rest.js';
import { WallClock } from '../wall-clock.js';

const TOKEN_BYTES = 32;

/**
 * Devices on which a number was verified. Each was given a device token; with it the next challenge is asked for by a
 * `confirmed` device and not by a `stranger`. The token proves nothing else, and opens nothing.
 */
@Injectable()
export class ConfirmedDevices {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly config: ChallengesConfig,
    private readonly clock: WallClock,
  ) {}

  /** The digest of a device that was confirmed for this very number; undefined for a stranger. */
  async recognise(token: string | undefined, { digests }: KnownNumber): Promise<string | undefined> {
    if (token === undefined) return undefined;
    const candidates = this.keys.deviceTokens.candidatesOf(token);
    const device = await this.database
      .selectFrom('confirmed_devices')
      .innerJoin('accounts', 'accounts.id', 'confirmed_devices.account_id')
      .select('token_digest')
      .where('token_digest', 'in', candidates)
      .where('expires_at', '>', this.clock.now())
      .where('number_digest', 'in', digests)
      .executeTakeFirst();
    if (device === undefined) return undefined;
    const [current] = candidates;
    if (device.token_digest !== current) await this.#rekey(device.token_digest, current);
    return current;
  }

  /**
   * Confirms the device on which a challenge was verified.
   *
   * @returns its token; undefined when it has one, which goes on
   */
  async confirm(
    { device_digest }: Pick<ChallengeTable, 'device_digest'>,
    accountId: string,
    transaction: Database,
  ): Promise<string | undefined> {
    const now = this.clock.now();
    const expires_at = now + this.config.DEVICE_TOKEN_TTL_SECS * 1_000;
    if (device_digest !== null) {
      const renewed = await transaction
        .updateTable('confirmed_devices')
        .set({ expires_at })
        .where('token_digest', '=', device_digest)
        .where('account_id', '=', accountId)
        .returning('token_digest')
        .executeTakeFirst();
      if (renewed !== undefined) return undefined;
    }
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const token_digest = this.keys.deviceTokens.of(token);
    await transaction
      .insertInto('confirmed_devices')
      .values({ token_digest, account_id: accountId, created_at: now, expires_at })
      .execute();
    return token;
  }

  /** Makes strangers of all devices of an account. */
  async forgetAll(accountId: string, database: Database = this.database): Promise<void> {
    await database.deleteFrom('confirmed_devices').where('account_id', '=', accountId).execute();
  }

  /** Forgets devices whose time is over. */
  async sweep(now: number): Promise<void> {
    await this.database.deleteFrom('confirmed_devices').where('expires_at', '<=', now).execute();
  }

  async #rekey(from: string, to: string): Promise<void> {
    await this.database
      .updateTable('confirmed_devices')
      .set({ token_digest: to })
      .where('token_digest', '=', from)
      .execute();
  }
}
