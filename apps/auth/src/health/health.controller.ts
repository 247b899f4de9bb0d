import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { SmsHealthIndicator } from '@standby/sms';
import type { FastifyReply } from 'fastify';
import { DatabaseHealthIndicator } from './database.health.js';
import { Readiness } from './readiness.js';

/** How the service stands, for whoever watches it. Looking changes nothing and sends nothing. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly sms: SmsHealthIndicator,
    private readonly database: DatabaseHealthIndicator,
    private readonly readiness: Readiness,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Everything: the database, the sending of messages, and each SMS provider' })
  @ApiOkResponse({ description: 'All is well enough to send; `degraded` while a provider is left alone.' })
  @ApiServiceUnavailableResponse({ description: 'The same body, with what is down.' })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    return this.#answer(reply, [this.database.indicator(), ...this.sms.indicators()]);
  }

  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers at all; restart it when this fails' })
  @ApiOkResponse({ description: 'It does.' })
  live(): object {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether to send requests here; fails first at shutdown' })
  @ApiOkResponse({ description: 'Requests are welcome.' })
  @ApiServiceUnavailableResponse({ description: 'The same body, with what is down.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { state } = this.readiness;
    const draining: HealthIndicatorFunction = () => {
      const entry = this.indicators.check('readiness');
      return state === 'ready' ? entry.up() : entry.down('The service is shutting down.');
    };
    return this.#answer(reply, [draining, this.database.indicator()]);
  }

  async #answer(reply: FastifyReply, indicators: HealthIndicatorFunction[]): Promise<object> {
    try {
      return await this.health.check(indicators);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      reply.status(error.getStatus());
      const body = error.getResponse();
      return typeof body === 'object' ? body : { status: 'error' };
    }
  }
}
