import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AdminRoutes } from './admin/admin.routes.js';
import { sendProblem } from './admin/problem.js';
import { EumAccount } from './aws-eum/eum.account.js';
import { EUM_TARGET, EumStandIn } from './aws-eum/eum.routes.js';
import { SnsAccount } from './aws-sns/sns.account.js';
import { SnsStandIn } from './aws-sns/sns.routes.js';
import { EventTopic } from './aws-topic/event-topic.js';
import { TopicRoutes } from './aws-topic/topic.routes.js';
import { TopicAuthority } from './aws-topic/topic-authority.js';
import { DeliveryLog } from './cloudwatch-logs/delivery-log.js';
import { LogsDoor } from './cloudwatch-logs/logs.door.js';
import { LOGS_TARGET } from './cloudwatch-logs/logs.routes.js';
import {
  type AwsKeys,
  DEFAULT_CREDENTIALS,
  type TestbedCredentials,
  type TwilioCredentials,
} from './credentials.js';
import { Door } from './door.js';
import { Listener } from './listener.js';
import { OptOuts } from './opt-outs.js';
import type { ProviderName } from './providers.js';
import { Testbed } from './running-testbed.js';
import { TakenMessages } from './taken-messages.js';
import { TwilioCallbacks } from './twilio/twilio.callbacks.js';
import { TwilioStandIn } from './twilio/twilio.routes.js';
import { TwilioStandings } from './twilio/twilio.standing.js';

export type { TopicSettings } from './aws-topic/topic.settings.js';
export type { DeliveryLogSettings } from './cloudwatch-logs/delivery-log.settings.js';
export type { TestbedCredentials } from './credentials.js';
export { type FaultOrder, InvalidFaultError, type SwitchedFault } from './fault-orders.js';
export { FAULTS, type Fault, type FaultName } from './faults.js';
export { PROVIDERS, type ProviderName } from './providers.js';
export type { Counts, Outcome } from './request-counts.js';
export { Testbed } from './running-testbed.js';
export type { MessageQuery, SentReceipt, TakenMessage } from './taken-messages.js';
export { InvalidReceiptOrderError, type ReceiptOrder } from './twilio/receipt-orders.js';
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
    readonly 'aws-sns'?: Partial<AwsKeys>;
    readonly 'aws-eum'?: Partial<AwsKeys>;
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
  const deliveryLog = new DeliveryLog(capacity, random);
  const topic = new EventTopic(new TopicAuthority(now), random, now, (message, event) =>
    messages.tell(message.id, event, now()),
  );
  const messages: TakenMessages = new TakenMessages(capacity, (message) => {
    deliveryLog.note(message);
    topic.note(message);
  });
  const logs = new LogsDoor(credentials['aws-sns'], deliveryLog, now);
  const topicRoutes = new TopicRoutes(topic);
  const twilioOptOuts = new OptOuts();
  const twilioStandings = new TwilioStandings(now);
  const twilioCallbacks = new TwilioCallbacks({ credentials: credentials.twilio, messages, now, random });
  const awsAccounts = { 'aws-sns': new SnsAccount(), 'aws-eum': new EumAccount() };
  const doors = {
    twilio: new Door(
      new TwilioStandIn(credentials.twilio, messages, twilioOptOuts, twilioStandings, twilioCallbacks, now),
      random,
    ),
    'aws-sns': new Door(
      new SnsStandIn(credentials['aws-sns'], awsAccounts['aws-sns'], messages, now),
      random,
    ),
    'aws-eum': new Door(
      new EumStandIn(credentials['aws-eum'], awsAccounts['aws-eum'], messages, now),
      random,
    ),
  };
  const ownPort = (provider: ProviderName) => {
    const receive = answering((...pair) => doors[provider].receive(...pair));
    return new Listener(receive, host, ports[provider] ?? 0);
  };
  const ownPorts = {
    twilio: ownPort('twilio'),
    'aws-sns': ownPort('aws-sns'),
    'aws-eum': ownPort('aws-eum'),
  };
  const receiveAny = answering(async (incoming, outgoing) => {
    const door = topicRoutes.isFor(incoming) ? topicRoutes : (doorFor(incoming, doors, logs) ?? admin);
    await door.receive(incoming, outgoing);
  });
  const mainPort = new Listener(receiveAny, host, port);
  const testbed = new Testbed({
    doors,
    messages,
    twilioOptOuts,
    twilioStandings,
    twilioCallbacks,
    awsAccounts,
    deliveryLog,
    topic,
    credentials,
    mainPort,
    ownPorts,
  });
  const admin = new AdminRoutes(testbed);
  try {
    for (const listener of [mainPort, ...Object.values(ownPorts)]) await listener.open();
  } catch (error) {
    await testbed.close();
    throw error;
  }
  return testbed;
}

/** On the shared port path and target tell the providers apart; what none owns is for the admin API. */
function doorFor(
  { method, url = '/', headers }: IncomingMessage,
  doors: Record<ProviderName, Door>,
  logs: LogsDoor,
): Door | LogsDoor | undefined {
  if (url.startsWith('/2010-04-01/')) return doors.twilio;
  if (method !== 'POST' || !(url === '/' || url.startsWith('/?'))) return undefined;
  const target = String(headers['x-amz-target']);
  if (target.startsWith(LOGS_TARGET)) return logs;
  return target.startsWith(EUM_TARGET) ? doors['aws-eum'] : doors['aws-sns'];
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
    'aws-eum': { ...DEFAULT_CREDENTIALS['aws-eum'], ...credentials['aws-eum'] },
  };
}
