import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DATABASE, type Database, inTransaction, type SessionTable } from '@standby/database';
import type { Bearer } from '@standby/signed-in';
import { AuditLog } from '../audit/audit-log.js';
import { ConfirmedDevices } from '../devices/confirmed-devices.js';
import { Problem } from '../http/problem.js';
import { AccessTokens } from '../signing/access-tokens.js';
import { WallClock } from '../wall-clock.js';
import { type Presented, presentedAs } from './refresh-token.js';
import { type PresentedToken, RefreshTokens } from './refresh-tokens.js';
import { opened, rotated, SessionSettings } from './session.js';
import { SessionStore } from './session.store.js';
import type { TokensResponse } from './sessions.contract.js';

/** What its owner recognises a session by in the list of sessions. */
export interface SessionClient {
  /** What the client calls itself. */
  readonly name?: string | undefined;
  /** Its network, never the whole address. */
  readonly network?: string | undefined;
}

/** A session as it was stored, and the token that continues it, which nobody else knows. */
export interface OpenedSession {
  readonly session: SessionTable;
  readonly refreshToken: string;
}

/** Opens, continues and ends sessions: the steps, in order. The rules are in `session.ts` and `refresh-token.ts`. */
@Injectable()
export class SessionsService {
  readonly #logger = new Logger('Sessions');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: SessionStore,
    private readonly devices: ConfirmedDevices,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly settings: SessionSettings,
    private readonly audit: AuditLog,
    private readonly clock: WallClock,
  ) {}

  /**
   * Stores a new session on an account; {@link tokensOf} then makes its tokens.
   *
   * @param database the transaction it is a part of, where there is one; nothing else is asked of the database
   */
  async open(accountId: string, client: SessionClient, database?: Database): Promise<OpenedSession> {
    const { token, kept } = this.refreshTokens.issue();
    const { family_digest, token_digest } = kept;
    const fields = {
      id: randomUUID(),
      account_id: accountId,
      client: client.name ?? null,
      network: client.network ?? null,
    };
    const session = opened(fields, { family_digest, token_digest }, this.settings, this.clock.now());
    await this.store.put(session, database);
    return { session, refreshToken: token };
  }

  /**
   * The pair of tokens of a session. Call it when the transaction of {@link open} is over: the signing keys are read
   * from the database, and SQLite has one connection.
   */
  async tokensOf({ session, refreshToken }: OpenedSession): Promise<TokensResponse> {
    const bearer = { accountId: session.account_id, sessionId: session.id };
    const { accessToken, expiresIn } = await this.accessTokens.sign(bearer, session.token_expires_at);
    return { accessToken, refreshToken, expiresIn };
  }

  /**
   * Trades a refresh token for a new pair. The token that was just used gets the same new one for as long as the grace
   * lasts and nobody has used that; any other that was used before ends the session, for whoever holds a token of it.
   *
   * @throws {Problem} `refresh-token-invalid`, whatever the reason.
   */
  async refresh(refreshToken: string, network?: string): Promise<TokensResponse> {
    const token = this.refreshTokens.parse(refreshToken);
    if (token === undefined) throw new Problem('refresh-token-invalid');
    const now = this.clock.now();
    const presented = await this.#judged(token, now);
    if (presented.as !== 'current') return this.#answered(presented, now);

    const next = this.refreshTokens.issue(token.family);
    // Under the current secret, so that a former one can be dropped.
    const kept = { ...next.kept, former_digest: token.digest, network: network ?? null };
    const session = rotated(presented.session, kept, this.settings, now);
    if (await this.store.rotate(presented.session, session)) {
      this.audit.note({ event: 'session-refreshed', sessionId: session.id, accountId: session.account_id });
      return this.tokensOf({ session, refreshToken: next.token });
    }
    // Somebody was faster, and what they made of the session is stored by now.
    return this.#answered(await this.#judged(token, now), now);
  }

  /** The sessions of the bearer's account that can still be used, the latest sign-in first. */
  async list({ accountId }: Bearer): Promise<SessionTable[]> {
    return this.store.liveOf(accountId, this.clock.now());
  }

  /** Ends a session: its refresh token stops working at once, and so do its access tokens here. */
  async signOut({ accountId, sessionId }: Bearer): Promise<void> {
    if (await this.store.end(sessionId, 'signed-out', this.clock.now()))
      this.audit.note({ event: 'session-signed-out', sessionId, accountId });
  }

  /**
   * Ends any one session of the bearer's account.
   *
   * @throws {Problem} `session-not-found` also when it is somebody else's.
   */
  async signOutOf({ accountId }: Bearer, sessionId: string): Promise<void> {
    if (!(await this.store.endOf(accountId, sessionId, this.clock.now())))
      throw new Problem('session-not-found');
    this.audit.note({ event: 'session-signed-out', sessionId, accountId });
  }

  /** Ends every session of the bearer's account, the bearer's own included, and makes strangers of all its devices. */
  async signOutEverywhere({ accountId }: Bearer): Promise<void> {
    const ended = await inTransaction(this.database, async (transaction) => {
      await this.devices.forgetAll(accountId, transaction);
      return this.store.endAllOf(accountId, this.clock.now(), transaction);
    });
    for (const sessionId of ended) this.audit.note({ event: 'session-signed-out', sessionId, accountId });
  }

  async #judged({ familyDigests, digests }: PresentedToken, now: number): Promise<Presented> {
    const session = await this.store.findByFamily(familyDigests);
    return presentedAs(session, digests, this.settings.graceMs, now);
  }

  async #answered(presented: Presented, now: number): Promise<TokensResponse> {
    if (presented.as === 'repeated') {
      const { session, sealedToken } = presented;
      const refreshToken = this.refreshTokens.open(sealedToken, session);
      if (refreshToken !== undefined) {
        const { id: sessionId, account_id: accountId } = session;
        this.audit.note({ event: 'session-refresh-repeated', sessionId, accountId });
        return this.tokensOf({ session, refreshToken });
      }
    }
    if (presented.as === 'reused') {
      const { id: sessionId, account_id: accountId } = presented.session;
      if (await this.store.end(sessionId, 'revoked', now))
        this.audit.note({ event: 'session-revoked', sessionId, accountId, reason: 'refresh-token-reused' });
      this.#logger.warn({
        msg: 'a refresh token was used again, its session is revoked',
        sessionId,
        accountId,
      });
    }
    throw new Problem('refresh-token-invalid');
  }
}
