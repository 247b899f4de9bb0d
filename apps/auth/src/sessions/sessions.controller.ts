import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { type Bearer, CurrentBearer, SignedIn } from '@standby/signed-in';
import type { FastifyRequest } from 'fastify';
import { ApiProblems, OF_A_BODY, OF_AN_ID } from '../http/api-problems.js';
import { ClientAddresses } from '../http/client-address.js';
import { Problem } from '../http/problem.js';
import { bodyOf, RefreshBody, SessionsResponse, TokensResponse } from './sessions.contract.js';
import { SessionsService } from './sessions.service.js';

/** What is no id at all is the id of no session. */
const SESSION_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('session-not-found') });

/** Continue a session, see all of them, end them. */
@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly clients: ClientAddresses,
  ) {}

  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Trade a refresh token for a new pair',
    description:
      'Repeat the request when its answer was lost: within the grace it is answered with the same new token.',
  })
  @ApiOkResponse({ type: TokensResponse })
  @ApiProblems('validation-failed', 'refresh-token-invalid', ...OF_A_BODY)
  async refresh(
    @Body() { refreshToken }: RefreshBody,
    @Req() request: FastifyRequest,
  ): Promise<TokensResponse> {
    return this.sessions.refresh(refreshToken, this.clients.of(request).network);
  }

  @Get()
  @SignedIn()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Where this account is signed in' })
  @ApiOkResponse({ type: SessionsResponse })
  @ApiProblems('access-token-invalid')
  async list(@CurrentBearer() bearer: Bearer): Promise<SessionsResponse> {
    const sessions = await this.sessions.list(bearer);
    return { sessions: sessions.map((session) => bodyOf(session, bearer.sessionId)) };
  }

  @Delete('current')
  @HttpCode(204)
  @SignedIn()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign out here' })
  @ApiNoContentResponse()
  @ApiProblems('access-token-invalid', ...OF_A_BODY)
  async signOut(@CurrentBearer() bearer: Bearer): Promise<void> {
    await this.sessions.signOut(bearer);
  }

  @Delete(':id')
  @HttpCode(204)
  @SignedIn()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign out of one session of the account' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @ApiProblems('access-token-invalid', 'session-not-found', ...OF_AN_ID, ...OF_A_BODY)
  async signOutOf(
    @CurrentBearer() bearer: Bearer,
    @Param('id', SESSION_ID) sessionId: string,
  ): Promise<void> {
    await this.sessions.signOutOf(bearer, sessionId);
  }

  @Delete()
  @HttpCode(204)
  @SignedIn()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign out everywhere' })
  @ApiNoContentResponse()
  @ApiProblems('access-token-invalid', ...OF_A_BODY)
  async signOutEverywhere(@CurrentBearer() bearer: Bearer): Promise<void> {
    await this.sessions.signOutEverywhere(bearer);
  }
}
