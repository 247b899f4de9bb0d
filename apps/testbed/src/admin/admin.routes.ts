import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvalidFaultError } from '../fault-orders.js';
import { FAULTS } from '../faults.js';
import { PROVIDERS } from '../providers.js';
import { readBody } from '../request-body.js';
import type { Testbed } from '../running-testbed.js';
import { InvalidReceiptOrderError } from '../twilio/receipt-orders.js';
import { spendLimitOf, twilioStandingOf } from './account.requests.js';
import {
  enabledOf,
  InvalidRequestError,
  jsonOf,
  messageQueryOf,
  normaliseProvider,
  numbersOf,
  queryOf,
} from './admin.requests.js';
import { InboxEvents } from './inbox.events.js';
import { INBOX_HEADERS, INBOX_PAGE } from './inbox.page.js';
import { sendJson, sendProblem } from './problem.js';

/** One admin request, taken apart. */
interface AdminCall {
  readonly query: URLSearchParams;
  readonly body: () => Promise<unknown>;
  /** What stood at the place of `:provider`. */
  readonly provider: string;
  readonly outgoing: ServerResponse;
}

type Route = (call: AdminCall) => void | Promise<void>;

/** What a person or a test drives the testbed with, under `/_testbed`. */
export class AdminRoutes {
  readonly #events: InboxEvents;
  readonly #routes: ReadonlyMap<string, Route>;

  constructor(testbed: Testbed) {
    this.#events = new InboxEvents(testbed);
    this.#routes = new Map(Object.entries(routesFor(testbed, this.#events)));
  }

  async receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const [path = '/', search = ''] = url.split('?', 2);
    const { pattern, provider } = patternOf(path);
    const route = this.#routes.get(`${method} ${pattern}`);
    if (route === undefined) {
      sendProblem(outgoing, 404, `No such route. There is: ${[...this.#routes.keys()].join(', ')}.`);
      return;
    }
    try {
      const body = async (): Promise<unknown> => jsonOf(await readBody(incoming));
      await route({ query: queryOf(search), body, provider, outgoing });
    } catch (error) {
      if (!isMistake(error)) throw error;
      sendProblem(outgoing, 400, error.message);
    }
  }
}

/** A mistake of the caller's. */
function isMistake(error: unknown): error is Error {
  return [InvalidRequestError, InvalidFaultError, InvalidReceiptOrderError].some(
    (kind) => error instanceof kind,
  );
}

function routesFor(testbed: Testbed, events: InboxEvents): Record<string, Route> {
  return {
    'GET /': ({ outgoing }) => redirectToInbox(outgoing),
    'GET /_testbed': ({ outgoing }) => redirectToInbox(outgoing),
    'GET /_testbed/': ({ outgoing }) => {
      outgoing.writeHead(200, INBOX_HEADERS).end(INBOX_PAGE);
    },
    'GET /_testbed/events': ({ outgoing }) => events.follow(outgoing),
    'GET /_testbed/messages': ({ query, outgoing }) =>
      sendJson(outgoing, testbed.messages(messageQueryOf(query))),
    'DELETE /_testbed/messages': ({ outgoing }) => {
      testbed.clearMessages();
      outgoing.writeHead(204).end();
    },
    'GET /_testbed/faults': ({ outgoing }) =>
      sendJson(outgoing, { on: faultsOf(testbed), available: FAULTS }),
    'PUT /_testbed/faults/:provider': async ({ provider, body, outgoing }) =>
      sendJson(outgoing, await testbed.setFaultFrom(normaliseProvider(provider), await body())),
    'DELETE /_testbed/faults': async ({ outgoing }) => {
      await testbed.clearFaults();
      outgoing.writeHead(204).end();
    },
    'GET /_testbed/requests': ({ query, outgoing }) => {
      const provider = query.get('provider');
      sendJson(
        outgoing,
        provider === null ? countsOf(testbed) : testbed.requests(normaliseProvider(provider)),
      );
    },
    'DELETE /_testbed/requests': ({ outgoing }) => {
      testbed.clearRequests();
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/:provider/opted-out': async ({ provider, body, outgoing }) => {
      testbed.setOptedOut(normaliseProvider(provider), numbersOf(await body()));
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/aws-sns/sandbox': async ({ body, outgoing }) => {
      testbed.setSandbox(enabledOf(await body()) ? 'sandbox' : 'production');
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/aws-sns/spend-limit': async ({ body, outgoing }) => {
      testbed.setSpendLimit(spendLimitOf(await body()));
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/aws-eum/sandbox': async ({ body, outgoing }) => {
      testbed.setSandbox(enabledOf(await body()) ? 'sandbox' : 'production', 'aws-eum');
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/aws-eum/spend-limit': async ({ body, outgoing }) => {
      testbed.setSpendLimit(spendLimitOf(await body()), 'aws-eum');
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/aws-sns/delivery-log': async ({ body, outgoing }) => {
      testbed.deliveryLog.changeFrom(await body());
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/aws-eum/topic': async ({ body, outgoing }) => {
      testbed.topic.changeFrom(await body());
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/twilio/receipts': async ({ body, outgoing }) => {
      testbed.setTwilioReceiptsFrom(await body());
      outgoing.writeHead(204).end();
    },
    'PUT /_testbed/twilio/account': async ({ body, outgoing }) => {
      testbed.setTwilioAccount(twilioStandingOf(await body()));
      outgoing.writeHead(204).end();
    },
  };
}

/** What is switched on, by provider. */
function faultsOf(testbed: Testbed): Record<string, unknown> {
  return Object.fromEntries(PROVIDERS.map((provider) => [provider, testbed.faults(provider)]));
}

/** The counts, by provider. */
function countsOf(testbed: Testbed): Record<string, unknown> {
  return Object.fromEntries(PROVIDERS.map((provider) => [provider, testbed.requests(provider)]));
}

function patternOf(path: string): { pattern: string; provider: string } {
  const [, fault] = /^\/_testbed\/faults\/([^/]+)$/.exec(path) ?? [];
  if (fault !== undefined) return { pattern: '/_testbed/faults/:provider', provider: fault };
  const [, optedOut] = /^\/_testbed\/([^/]+)\/opted-out$/.exec(path) ?? [];
  if (optedOut !== undefined) return { pattern: '/_testbed/:provider/opted-out', provider: optedOut };
  return { pattern: path, provider: '' };
}

function redirectToInbox(outgoing: ServerResponse): void {
  outgoing.writeHead(302, { location: '/_testbed/' }).end();
}
