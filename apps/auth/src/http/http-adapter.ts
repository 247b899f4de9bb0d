import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { letGoOfOverdueClients } from './overdue-clients.js';
import { answerUnread, answerUnrouted } from './unrouted-answer.js';

/** Largest body that is read, in bytes; the largest one any route has use for, with the proof of a human check, is half of it. */
const BODY_LIMIT_BYTES = 16_384;
/** How long a client may take to send its headers, and its whole request, in ms. */
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** How long a connection may be silent, in ms: longer than the longest send. */
const SILENCE_TIMEOUT_MS = 60_000;

/** The HTTP server: JSON only, small bodies, and no patience with clients that trickle. */
export function httpAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    // Node looks for overdue requests only this often, by default every 30 s.
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 2_000 },
    genReqId: () => randomUUID(),
    // Longer ids than any we issue still get our own answer rather than the router's.
    routerOptions: { maxParamLength: 1_024 },
    frameworkErrors: answerUnrouted,
    clientErrorHandler: answerUnread,
  });
  const fastify = readJsonOnly(adapter.getInstance());
  const { server } = fastify;
  letGoOfOverdueClients(fastify, server, REQUEST_TIMEOUT_MS);
  // Node would refuse with nothing what it does not expect; it may be overlooked as well (RFC 9110).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return adapter;
}

/** Many clients call nothing JSON, too: it is read as no body, and left to the routes that want one. */
function readJsonOnly(server: FastifyInstance): FastifyInstance {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
  return server;
}
