import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@standby/database';

/** Proofs that were used, for as long as they could be used again. */
@Injectable()
export class SpentProofs {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Uses a proof; of any number of callers at the same time one is told `true`. */
  async spend(proof: string, expiresAt: number): Promise<boolean> {
    const digest = createHash('sha256').update(proof).digest('base64url');
    const spent = await this.database
      .insertInto('guard_proofs')
      .values({ digest, expires_at: expiresAt })
      .onConflict((on) => on.column('digest').doNothing())
      .returning('digest')
      .executeTakeFirst();
    return spent !== undefined;
  }

  /** Forgets proofs that have expired. */
  async sweep(now: number): Promise<void> {
    await this.database.deleteFrom('guard_proofs').where('expires_at', '<=', now).execute();
  }
}
