import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { firehoseAnswerTo, ReceiptsService } from '@standby/sms';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerProblem } from '../http/problem-answer.js';
import { problemOf } from '../http/problem-of.js';
import { reportProblem } from '../http/problem-report.js';
import { WallClock } from '../wall-clock.js';
import { receiptProblemOf } from './receipt-problem.js';

/** Where providers report what became of messages. */
export const RECEIPTS_PATH = '/v1/receipts';

/** Largest call that is read, in bytes: an SNS notification holds up to 256 KiB. */
const BODY_LIMIT_BYTES = 262_144;

interface ReceiptRoute {
  Params: { readonly provider: string };
  Body: string | undefined;
}

/**
 * Adds `POST /v1/receipts/:provider`, which answers 204 (to Firehose, what it wants to read) to what is proven to be a
 * provider's call, and a problem to everything else. Call it before the application is initialised.
 *
 * It stands in a scope of its own, because signatures are over the bytes: here alone no body is parsed.
 */
export function addReceiptsRoute(app: NestFastifyApplication): void {
  const receipts = app.get(ReceiptsService);
  const clock = app.get(WallClock);
  const logger = new Logger('ReceiptsRoute');
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.register(async (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.setErrorHandler((error, request, reply) => {
      const problem = receiptProblemOf(error) ?? problemOf(error);
      reportProblem(problem, request.id, logger);
      answerProblem(problem, request, reply);
    });
    scope.post<ReceiptRoute>(
      `${RECEIPTS_PATH}/:provider`,
      { bodyLimit: BODY_LIMIT_BYTES },
      async (request, reply) => {
        const { params, body = '', url } = request;
        const call = { headers: headersOf(request), body, path: url };
        await receipts.take(params.provider, call);
        const wanted = firehoseAnswerTo(call, new Date(clock.now()));
        return wanted === undefined ? reply.status(204).send() : reply.send(wanted);
      },
    );
  });
}

/** A header that came several times is none of a provider's. */
function headersOf({ headers }: Pick<FastifyRequest, 'headers'>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]),
  );
}
