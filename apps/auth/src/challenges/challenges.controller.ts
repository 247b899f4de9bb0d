import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AccountsService } from '../accounts/accounts.service.js';
import { ApiProblems } from '../http/api-problems.js';
import { ClientAddresses } from '../http/client-address.js';
import { SessionsService } from '../sessions/sessions.service.js';
import {
  ChallengeResponse,
  StartChallengeBody,
  VerificationBody,
  VerificationResponse,
} from './challenges.contract.js';
import { ChallengesService, type StartedChallenge } from './challenges.service.js';

/** Ask for a code, ask again, prove it. */
@ApiTags('challenges')
@Controller('v1/challenges')
export class ChallengesController {
  constructor(
    private readonly challenges: ChallengesService,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly clients: ClientAddresses,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a one-time code to a phone' })
  @ApiAcceptedResponse({ type: ChallengeResponse })
  @ApiProblems(
    'validation-failed',
    'phone-number-invalid',
    'phone-number-not-mobile',
    'phone-number-not-served',
    'recipient-unreachable',
    'recipient-opted-out',
    'destination-blocked',
    'human-check-required',
    'quota-exceeded',
    'sms-unavailable',
  )
  async start(
    @Body() { phoneNumber, locale, humanCheck: proof }: StartChallengeBody,
    @Req() request: FastifyRequest,
  ): Promise<ChallengeResponse> {
    const asker = { client: this.clients.of(request), locale, proof };
    return responseOf(await this.challenges.start(phoneNumber, asker));
  }

  @Post(':id/resend')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send the same code again, by another route' })
  @ApiAcceptedResponse({ type: ChallengeResponse })
  @ApiProblems(
    'challenge-not-found',
    'challenge-expired',
    'challenge-consumed',
    'challenge-superseded',
    'challenge-exhausted',
    'resend-too-soon',
    'recipient-unreachable',
    'recipient-opted-out',
    'destination-blocked',
    'human-check-required',
    'quota-exceeded',
    'sms-unavailable',
  )
  async resend(@Param('id') challengeId: string, @Req() request: FastifyRequest): Promise<ChallengeResponse> {
    return responseOf(await this.challenges.resend(challengeId, this.clients.of(request)));
  }

  @Post(':id/verification')
  @HttpCode(200)
  @ApiOperation({ summary: 'Prove a code and sign in' })
  @ApiOkResponse({ type: VerificationResponse })
  @ApiProblems(
    'validation-failed',
    'code-incorrect',
    'challenge-not-found',
    'challenge-expired',
    'challenge-consumed',
    'challenge-superseded',
    'challenge-exhausted',
    'quota-exceeded',
  )
  async verify(
    @Param('id') challengeId: string,
    @Body() { code }: VerificationBody,
    @Req() request: FastifyRequest,
  ): Promise<VerificationResponse> {
    const phoneNumber = await this.challenges.verify(challengeId, code, this.clients.of(request));
    const account = await this.accounts.signedIn(phoneNumber);
    const { accessToken, refreshToken, expiresIn } = await this.sessions.open(account.id);
    return { accessToken, refreshToken, expiresIn, account };
  }
}

function responseOf(challenge: StartedChallenge): ChallengeResponse {
  return {
    challengeId: challenge.challengeId,
    expiresAt: new Date(challenge.expiresAt).toISOString(),
    resendAfter: Math.ceil(challenge.resendAfterMs / 1_000),
  };
}
