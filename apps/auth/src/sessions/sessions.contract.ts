import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SessionTable } from '@standby/database';
import { TextLike } from '../http/text-field.js';

/** Asks for a new pair of tokens. */
export class RefreshBody {
  @ApiProperty({ description: 'The refresh token of the latest pair.' })
  @TextLike(/^[A-Za-z0-9_-]{1,128}$/, 'must be a refresh token')
  refreshToken: string;
}

/** A pair of tokens. */
export class TokensResponse {
  @ApiProperty({ description: 'Bearer token (JWT) for the `Authorization` header.' })
  accessToken: string;

  @ApiProperty({ description: 'Opaque; works once, at `POST /v1/sessions/refresh`.' })
  refreshToken: string;

  @ApiProperty({ description: 'Seconds the access token lives.', type: 'integer', example: 900 })
  expiresIn: number;
}

/** A session, as the owner of its account sees it. */
export class SessionBody {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'When it was signed in (ISO 8601).', format: 'date-time' })
  createdAt: string;

  @ApiProperty({ description: 'When it was last refreshed, or else signed in.', format: 'date-time' })
  lastUsedAt: string;

  @ApiProperty({ description: 'When it ends, unless it is refreshed before.', format: 'date-time' })
  expiresAt: string;

  @ApiProperty({ description: 'Whether the request was made with it.' })
  current: boolean;

  @ApiPropertyOptional({ description: 'What the client called itself at the sign-in.' })
  client?: string;

  @ApiPropertyOptional({ description: 'Network it was last used from.', example: '203.0.113.0/24' })
  network?: string;
}

/** The sessions of an account. */
export class SessionsResponse {
  @ApiProperty({ description: 'The latest sign-in first; at most 100.', type: [SessionBody] })
  sessions: SessionBody[];
}

/** @param currentId the session of the request */
export function bodyOf(session: SessionTable, currentId: string): SessionBody {
  const { id, created_at, rotated_at, token_expires_at, client, network } = session;
  return {
    id,
    createdAt: new Date(created_at).toISOString(),
    lastUsedAt: new Date(rotated_at ?? created_at).toISOString(),
    expiresAt: new Date(token_expires_at).toISOString(),
    current: id === currentId,
    ...(client !== null && { client }),
    ...(network !== null && { network }),
  };
}
