import { Injectable } from '@nestjs/common';
import type { Bearer, BearerCheck } from '@standby/signed-in';
import { AccessTokens } from '../signing/access-tokens.js';
import { WallClock } from '../wall-clock.js';
import { isLive } from './session.js';
import { SessionStore } from './session.store.js';

/** Believes an access token while its session lives, so that signing out takes effect at once. */
@Injectable()
export class SessionBearerCheck implements BearerCheck {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly store: SessionStore,
    private readonly clock: WallClock,
  ) {}

  async bearerOf(token: string): Promise<Bearer | undefined> {
    const bearer = await this.tokens.parse(token);
    const session = bearer && (await this.store.find(bearer.sessionId));
    if (session === undefined || !isLive(session, this.clock.now())) return undefined;
    // With a stolen signing key a session of one's own would otherwise do for any account.
    return session.account_id === bearer?.accountId ? bearer : undefined;
  }
}
