import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One log line a request. */
@Injectable()
export class AccessLog {
  readonly #logger = new Logger('Http');

  /** Notes an answered request by its route pattern: the path itself may hold a challenge id, which is a key. */
  note(request: FastifyRequest, reply: FastifyReply): void {
    this.#logger.log({
      msg: 'request answered',
      requestId: request.id,
      method: request.method,
      route: request.is404 ? 'none' : request.routeOptions.url,
      status: reply.statusCode,
      tookMs: Math.round(reply.elapsedTime),
    });
  }
}
