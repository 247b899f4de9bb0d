import { Body, Controller, Delete, Get, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../http/api-problems.js';
import type { Bearer } from './access-tokens.js';
import { BearerGuard, CurrentBearer } from './bearer.guard.js';
import { RefreshBody, TokensResponse } from './sessions.contract.js';
import { SessionsService } from './sessions.service.js';
import { SigningKeys } from './signing-keys.js';

/** Continue a session, end it, and check its tokens elsewhere. */
@ApiTags('sessions')
@Controller()
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly keys: SigningKeys,
  ) {}

  @Post('v1/sessions/refresh')
  @HttpCode(200)
  @ApiOperation({ summary: 'Trade a refresh token for a new pair' })
  @ApiOkResponse({ type: TokensResponse })
  @ApiProblems('validation-failed', 'refresh-token-invalid')
  async refresh(@Body() { refreshToken }: RefreshBody): Promise<TokensResponse> {
    return this.sessions.refresh(refreshToken);
  }

  @Delete('v1/sessions/current')
  @HttpCode(204)
  @UseGuards(BearerGuard)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign out' })
  @ApiNoContentResponse()
  @ApiProblems('access-token-invalid')
  async signOut(@CurrentBearer() { sessionId }: Bearer): Promise<void> {
    await this.sessions.signOut(sessionId);
  }

  @Get('.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Public keys that access tokens can be checked with (RFC 7517)' })
  @ApiOkResponse({
    schema: { type: 'object', properties: { keys: { type: 'array', items: { type: 'object' } } } },
  })
  async publicKeys(): ReturnType<SigningKeys['publicKeys']> {
    return this.keys.publicKeys();
  }
}
