import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestTimes } from '../metrics/request-times.js';

/** One log line a request, and one observation of its time. */
@Injectable()
export class AccessLog {
  readonly #logger = new Logger('Http');

  constructor(private readonly times: RequestTimes) {}

  /** Notes an answered request by its route pattern: the path itself may hold a challenge id, which is a key. */
  note(request: FastifyRequest, reply: FastifyReply): void {
    const { method } = request;
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { statusCode: status, elapsedTime } = reply;
    this.#logger.log({
      msg: 'request answered',
      requestId: request.id,
      method,
      route,
      status,
      tookMs: Math.round(elapsedTime),
    });
    this.times.note({ method, route, status, tookMs: elapsedTime });
  }
}
