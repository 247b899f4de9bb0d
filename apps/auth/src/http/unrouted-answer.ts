import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemCode } from './problem.js';
import { answerProblem, PROBLEM_TYPE, problemBodyOf } from './problem-answer.js';
import { problemOf } from './problem-of.js';

/** What keeps browsers from doing harm with an answer that no hook sees. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What made Node give up on a request; everything else is no HTTP. */
const BY_SOCKET_CODE: Readonly<Record<string, ProblemCode>> = { ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout' };

/** What pages of other origins may read of an answer beside its body. */
export const EXPOSED_HEADERS = ['x-request-id', 'retry-after', 'www-authenticate'];
/** The name under which a server keeps whose pages may read. */
const READERS = 'originsThatMayRead';

/** Lets pages of these origins read {@link answerUnrouted such answers}; what does so for all others is a hook. */
export function letReadUnrouted(server: Pick<FastifyInstance, 'decorate'>, origins: readonly string[]): void {
  server.decorate(READERS, origins);
}

/** Answers a request whose address the router refuses: no hook and no filter sees it. */
export function answerUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({ ...HEADERS, ...readableBy(request), 'x-request-id': request.id });
  answerProblem(problemOf(error), request, reply);
}

/** Answers what never became a request, since it came too slowly, with too long headers, or is no HTTP; and hangs up. */
export function answerUnread(error: Error & { readonly code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const problem = new Problem(BY_SOCKET_CODE[error.code ?? ''] ?? 'malformed-request');
    const body = problemBodyOf(problem, 'en');
    const headers = {
      ...HEADERS,
      'content-language': 'en',
      'content-type': PROBLEM_TYPE,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function readableBy({ server, headers: { origin } }: FastifyRequest): Readonly<Record<string, string>> {
  const origins = server.hasDecorator(READERS) ? server.getDecorator<readonly string[]>(READERS) : [];
  if (origin === undefined || !origins.includes(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
    vary: 'origin',
  };
}
