import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig, corsOriginsOf } from '../app.config.js';
import { Readiness } from '../health/readiness.js';
import { AccessLog } from './access-log.js';
import { AllowedMethods } from './allowed-methods.js';
import { ClientAddresses } from './client-address.js';
import { inRequestScope } from './request-scope.js';
import { EXPOSED_HEADERS, letReadUnrouted } from './unrouted-answer.js';

/** How long a browser may remember that it may call, in seconds. */
const PREFLIGHT_SECS = 600;

/** Adds what happens around every request. Call it before the application is initialised. */
export function addServerHooks(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const allowedMethods = app.get(AllowedMethods);
  const accessLog = app.get(AccessLog);
  const readiness = app.get(Readiness);
  const clients = app.get(ClientAddresses);

  server.addHook('onRoute', ({ url, method }) => allowedMethods.add(url, method));
  server.addHook('onRequest', (request, _reply, done) =>
    inRequestScope({ requestId: request.id, network: clients.of(request).network }, done),
  );
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onSend', async (_request, reply) => {
    // Tokens and challenge ids are in the answers; a route that may be cached says so itself.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    // A connection kept alive would hold up the shutdown until its client or its time-out lets go.
    if (readiness.state === 'draining') reply.header('connection', 'close');
  });
  server.addHook('onResponse', async (request, reply) => accessLog.note(request, reply));

  const origins = corsOriginsOf(app.get(AppConfig));
  letReadUnrouted(server, origins);
  // No credentials: tokens are sent in a header, and a page has to have them.
  if (origins.length > 0)
    app.enableCors({
      origin: [...origins],
      methods: ['GET', 'POST', 'DELETE'],
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: PREFLIGHT_SECS,
      // Less than a preflight is answered like one, and not with a page.
      strictPreflight: false,
    });
  app.useSecurityHeaders({
    // The service itself may be reached over plain HTTP, behind a proxy or on a developer's machine.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
}
