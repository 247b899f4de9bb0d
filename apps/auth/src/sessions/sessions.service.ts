import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Database } from '@standby/database';
import { AppConfig } from '../app.config.js';
import { Clock } from '../clock.js';
import { Problem } from '../http/problem.js';
import { KeyRing } from '../keys/key-ring.js';
import { AccessTokens, type Bearer } from './access-tokens.js';
import { newRefreshToken, presentedAs } from './refresh-token.js';
import { SessionStore } from './session.store.js';
import type { TokensResponse } from './sessions.contract.js';

/** A session and its newest refresh token, before an access token is signed. */
export interface OpenedSession extends Bearer {
  readonly refreshToken: string;
}

/** Opens, continues and ends sessions. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly store: SessionStore,
    private readonly accessTokens: AccessTokens,
    private readonly keys: KeyRing,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * A new session on an account, within a transaction; once that is committed, {@link tokensOf} has its first pair.
   */
  async open(accountId: string, transaction: Database): Promise<OpenedSession> {
    const store = new SessionStore(transaction);
    const session = {
      id: randomUUID(),
      account_id: accountId,
      status: 'live',
      created_at: this.clock.now(),
    } as const;
    await store.put(session);
    const refreshToken = await this.newRefreshToken(session.id, store);
    return { accountId, sessionId: session.id, refreshToken };
  }

  /** The pair of tokens of a session that was just opened or refreshed. */
  async tokensOf({ refreshToken, ...bearer }: OpenedSession): Promise<TokensResponse> {
    const accessToken = await this.accessTokens.sign(bearer);
    return { accessToken, refreshToken, expiresIn: this.accessTokens.expiresIn };
  }

  /**
   * Trades a refresh token for a new pair. A token works once: a second use ends the session for everyone who
   * holds a token of it.
   *
   * @throws {Problem} `refresh-token-invalid`, whatever the reason.
   */
  async refresh(refreshToken: string): Promise<TokensResponse> {
    const now = this.clock.now();
    const token = await this.store.findToken(this.keys.refreshTokens.candidatesOf(refreshToken));
    const presented = presentedAs(token, now);
    if (token === undefined || presented === 'unknown' || presented === 'expired') throw invalid();
    if (presented === 'reused' || !(await this.store.useToken(token.digest, now))) {
      await this.store.end(token.session_id, 'revoked');
      throw invalid();
    }
    const session = await this.store.findLive(token.session_id);
    if (session === undefined) throw invalid();
    return this.tokensOf({
      accountId: session.account_id,
      sessionId: session.id,
      refreshToken: await this.newRefreshToken(session.id, this.store),
    });
  }

  /** Ends a session: its refresh tokens stop working at once, and so do its access tokens here. */
  async signOut(sessionId: string): Promise<void> {
    await this.store.end(sessionId, 'signed-out');
  }

  private async newRefreshToken(sessionId: string, store: SessionStore): Promise<string> {
    const now = this.clock.now();
    const refreshToken = newRefreshToken(randomBytes);
    await store.putToken({
      digest: this.keys.refreshTokens.of(refreshToken),
      session_id: sessionId,
      created_at: now,
      expires_at: now + this.config.REFRESH_TOKEN_TTL_SECS * 1_000,
      used_at: null,
    });
    return refreshToken;
  }
}

function invalid(): Problem {
  return new Problem('refresh-token-invalid');
}
