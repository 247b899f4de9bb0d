import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AdminRoutes } from './admin/admin.routes.js';
import { sendProblem } from './admin/problem.js';
import { SnsAccount } from './aws-sns/sns.account.js';
import { SnsStandIn } from './aws-sns/sns.routes.js';
import {
  DEFAULT_CREDENTIALS,
  type SnsCredentials,
  type TestbedCredentials,
  type TwilioCredentials,
} from './credentials.js';
import { Door } from './door.js';
import { Listener } from './listener.js';
import { OptOuts } from './opt-outs.js';
import type { ProviderName } from './providers.js';
import { Testbed } from './running-testbed.js';
import { TakenMessages } from './taken-messages.js';
import { TwilioStandIn } from './twilio/twilio.routes.js';
import { TwilioStandings } from './twilio/twilio.standing.js';

export type { TestbedCredentials } from './credentials.js';
export { type FaultOrder, InvalidFaultError, type SwitchedFault } from './fault-orders.js';
export { FAULTS, type Fault, type FaultName } from './faults.js';
export { PROVIDERS, type ProviderName } from './providers.js';
export type { Counts, Outcome } from './request-counts.js';
export { Testbed } from './running-testbed.js';
export type { MessageQuery, SentReceipt, TakenMessage } from './taken-messages.js';
export type { TwilioStanding } from './twilio/twilio.standing.js';

export interface TestbedOptions {
  /** The address listened on; loopback, because nothing here is protected. */
  readonly host?: string;
  /** The port that serves everything; 0 takes a free one. */
  readonly port?: number;
  /** The port of each provider alone; 0 takes a free one. */
  readonly ports?: { readonly [provider in ProviderName]?: number };
  readonly credentials?: {
    readonly twilio?: Partial<TwilioCredentials>;
    readonly 'aws-sns'?: Partial<SnsCredentials>;
  };
  /** How many messages are kept; the oldest goes first. */
  readonly capacity?: number;
  readonly now?: () => Date;
  /** Draws the faults; from 0 up to, not including, 1. */
  readonly random?: () => number;
}

const DEFAULT_CAPACITY = 100_000;

/** Resolves once every port listens; rejects when one of them is taken. */
export async function startTestbed(options: TestbedOptions = {}): Promise<Testbed> {
  const { host = '127.0.0.1', port = 0, ports = {}, capacity = DEFAULT_CAPACITY } = options;
  const { now = () => new Date(), random = Math.random } = options;
  const credentials = credentialsOf(options);
  const messages = new TakenMessages(capacity);
  const twilioOptOuts = new OptOuts();
  const twilioStandings = new TwilioStandings();
  const snsAccount = new SnsAccount();
  const doors = {
    twilio: new Door(
      new TwilioStandIn(credentials.twilio, messages, twilioOptOuts, twilioStandings, now),
      random,
    ),
    'aws-sns': new Door(new SnsStandIn(credentials['aws-sns'], snsAccount, messages, now), random),
  };
  const ownPorts = {
    twilio: new Listener(
      answering((...pair) => doors.twilio.receive(...pair)),
      host,
      ports.twilio ?? 0,
    ),
    'aws-sns': new Listener(
      answering((...pair) => doors['aws-sns'].receive(...pair)),
      host,
      ports['aws-sns'] ?? 0,
    ),
  };
  const receiveAny = answering(async (incoming, outgoing) => {
    const door = doorFor(incoming, doors);
    await (door === undefined ? admin.receive(incoming, outgoing) : door.receive(incoming, outgoing));
  });
  const mainPort = new Listener(receiveAny, host, port);
  const testbed = new Testbed({
    doors,
    messages,
    twilioOptOuts,
    twilioStandings,
    snsAccount,
    credentials,
    mainPort,
    ownPorts,
  });
  const admin = new AdminRoutes(testbed);
  try {
    for (const listener of [mainPort, ownPorts.twilio, ownPorts['aws-sns']]) await listener.open();
  } catch (error) {
    await testbed.close();
    throw error;
  }
  return testbed;
}

/** On the shared port the path tells the providers apart; what neither owns is for the admin API. */
function doorFor(
  { method, url = '/' }: IncomingMessage,
  doors: Record<ProviderName, Door>,
): Door | undefined {
  if (url.startsWith('/2010-04-01/')) return doors.twilio;
  return method === 'POST' && (url === '/' || url.startsWith('/?')) ? doors['aws-sns'] : undefined;
}

function answering(
  receive: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): RequestListener {
  return (incoming, outgoing) => {
    receive(incoming, outgoing).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : 'Unknown error';
      if (outgoing.headersSent) outgoing.destroy();
      else sendProblem(outgoing, 500, detail);
    });
  };
}

function credentialsOf({ credentials = {} }: TestbedOptions): TestbedCredentials {
  return {
    twilio: { ...DEFAULT_CREDENTIALS.twilio, ...credentials.twilio },
    'aws-sns': { ...DEFAULT_CREDENTIALS['aws-sns'], ...credentials['aws-sns'] },
  };
}
