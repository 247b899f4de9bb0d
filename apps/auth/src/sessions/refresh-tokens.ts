import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SessionTable } from '@standby/database';
import { KeyRing } from '../keys/key-ring.js';
import { newFamily, newRefreshToken, parseFamily } from './refresh-token.js';
import type { KeptToken } from './session.js';

/** A token to hand out, and what is kept of it. */
export interface IssuedToken {
  readonly token: string;
  readonly kept: KeptToken & { readonly sealed_token: string };
}

/** A token that came back, and what it may be kept under. */
export interface PresentedToken {
  readonly family: string;
  readonly familyDigests: readonly string[];
  readonly digests: readonly string[];
  /** The one of them that is made under the current secret. */
  readonly digest: string;
}

/** Makes refresh tokens and knows them again, by the keys of the service. */
@Injectable()
export class RefreshTokens {
  constructor(private readonly keys: KeyRing) {}

  /** The next token of a family, or the first of a new one. */
  issue(family = newFamily(randomBytes)): IssuedToken {
    const token = newRefreshToken(family, randomBytes);
    const token_digest = this.keys.refreshTokens.of(token);
    return {
      token,
      kept: {
        family_digest: this.keys.refreshTokens.of(family),
        token_digest,
        sealed_token: this.keys.refreshTokenSeal.seal(token, token_digest),
      },
    };
  }

  /** What to look for when a token comes back; `undefined` when it is none of ours by its form. */
  parse(token: string): PresentedToken | undefined {
    const family = parseFamily(token);
    if (family === undefined) return undefined;
    const { refreshTokens } = this.keys;
    return {
      family,
      familyDigests: refreshTokens.candidatesOf(family),
      digests: refreshTokens.candidatesOf(token),
      digest: refreshTokens.of(token),
    };
  }

  /** The current token of a session, out of what is sealed of it; `undefined` when no key here opens it. */
  open(sealedToken: string, { token_digest }: SessionTable): string | undefined {
    return this.keys.refreshTokenSeal.open(sealedToken, token_digest);
  }
}
