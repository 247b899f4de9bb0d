import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems, OF_A_BODY, OF_A_CHALLENGE } from '../http/api-problems.js';
import { ClientAddresses } from '../http/client-address.js';
import { ChallengeStatuses } from './challenge-status.js';
import {
  ChallengeResponse,
  ChallengeStatusResponse,
  StartChallengeBody,
  VerificationBody,
  VerificationResponse,
} from './challenges.contract.js';
import { ChallengesService, type StartedChallenge } from './challenges.service.js';
import { VerificationService } from './verification.service.js';

/** Ask for a code, ask again, prove it. */
@ApiTags('challenges')
@Controller('v1/challenges')
export class ChallengesController {
  constructor(
    private readonly challenges: ChallengesService,
    private readonly statuses: ChallengeStatuses,
    private readonly verification: VerificationService,
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
    'too-many-wrong-codes',
    'human-check-required',
    'quota-exceeded',
    'sms-unavailable',
    ...OF_A_BODY,
  )
  async start(@Body() body: StartChallengeBody, @Req() request: FastifyRequest): Promise<ChallengeResponse> {
    return responseOf(await this.challenges.start(body, this.clients.of(request)));
  }

  @Get(':id')
  @ApiOperation({ summary: 'What became of the message' })
  @ApiOkResponse({ type: ChallengeStatusResponse })
  @ApiProblems(...OF_A_CHALLENGE)
  async status(@Param('id') challengeId: string): Promise<ChallengeStatusResponse> {
    const { delivery, expiresAt, resendAfterMs } = await this.statuses.find(challengeId);
    return {
      delivery,
      expiresAt: new Date(expiresAt).toISOString(),
      resendAfter: Math.ceil(resendAfterMs / 1_000),
    };
  }

  @Post(':id/resend')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send the same code again, by another route' })
  @ApiAcceptedResponse({ type: ChallengeResponse })
  @ApiProblems(
    'resend-too-soon',
    'too-many-wrong-codes',
    'recipient-unreachable',
    'recipient-opted-out',
    'destination-blocked',
    'human-check-required',
    'quota-exceeded',
    'sms-unavailable',
    ...OF_A_CHALLENGE,
    ...OF_A_BODY,
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
    'too-many-wrong-codes',
    'quota-exceeded',
    ...OF_A_CHALLENGE,
    ...OF_A_BODY,
  )
  async verify(
    @Param('id') challengeId: string,
    @Body() { code, client: clientName }: VerificationBody,
    @Req() request: FastifyRequest,
  ): Promise<VerificationResponse> {
    return this.verification.verify(challengeId, code, this.clients.of(request), clientName);
  }
}

function responseOf(challenge: StartedChallenge): ChallengeResponse {
  return {
    challengeId: challenge.challengeId,
    expiresAt: new Date(challenge.expiresAt).toISOString(),
    resendAfter: Math.ceil(challenge.resendAfterMs / 1_000),
  };
}
