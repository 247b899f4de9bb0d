import { Inject, Injectable } from '@nestjs/common';
import { type ChallengeTable, DATABASE, type Database, inTransaction } from '@standby/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLog } from '../audit/audit-log.js';
import { ConfirmedDevices } from '../devices/confirmed-devices.js';
import type { KnownNumber } from '../keys/numbers-at-rest.js';
import { type SessionClient, SessionsService } from '../sessions/sessions.service.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeNameOf } from './challenge-id.js';
import type { VerificationResponse } from './challenges.contract.js';
import { OutcomeTeller } from './outcome-teller.js';

/** Turns a right code into a session. */
@Injectable()
export class SignIns {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly devices: ConfirmedDevices,
    private readonly sessions: SessionsService,
    private readonly outcomes: OutcomeTeller,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Consumes the code and opens account, session and device token, all of it or nothing: a process that ends in between
   * leaves the code as good as it was.
   *
   * @returns undefined when somebody else consumed or ended the challenge meanwhile
   */
  async open(
    challenge: ChallengeTable,
    number: KnownNumber,
    client: SessionClient,
  ): Promise<VerificationResponse | undefined> {
    const opened = await inTransaction(this.database, async (transaction) => {
      if (!(await new ChallengeStore(transaction).end(challenge.id_digest, 'consumed'))) return undefined;
      const { account, was } = await this.accounts.signedIn(number, transaction);
      const opening = await this.sessions.open(account.id, client, transaction);
      const deviceToken = await this.devices.confirm(challenge, account.id, transaction);
      return { account, was, opening, deviceToken };
    });
    if (opened === undefined) return undefined;
    this.outcomes.note('verified', challenge);
    const { account, was, opening, deviceToken } = opened;
    const { id: accountId, phoneNumber } = account;
    this.audit.note({
      event: 'challenge-verified',
      challenge: challengeNameOf(challenge),
      phoneNumber,
      accountId,
    });
    if (was === 'opened') this.audit.note({ event: 'account-opened', accountId, phoneNumber });
    this.audit.note({ event: 'session-opened', sessionId: opening.session.id, accountId });
    const { accessToken, refreshToken, expiresIn } = await this.sessions.tokensOf(opening);
    return {
      accessToken,
      refreshToken,
      expiresIn,
      account,
      ...(deviceToken !== undefined && { deviceToken }),
    };
  }
}
