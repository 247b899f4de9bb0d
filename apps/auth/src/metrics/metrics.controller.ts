import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Registry } from '@prometheus-io/client';
import type { FastifyReply } from 'fastify';
import { Problem } from '../http/problem.js';
import { ScraperCheck } from './scraper-check.js';

/** What Prometheus reads. Looking changes nothing and sends nothing. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly registry: Registry,
    private readonly scrapers: ScraperCheck,
  ) {}

  /** @throws {Problem} `not-found` to whoever may not read them, as if there were none. */
  @Get()
  async read(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!this.scrapers.mayRead(authorization)) throw new Problem('not-found');
    reply.header('content-type', this.registry.contentType);
    return this.registry.metrics();
  }
}
