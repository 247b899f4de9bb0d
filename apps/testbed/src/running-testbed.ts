import type { EumAccount } from './aws-eum/eum.account.js';
import type { SnsAccount } from './aws-sns/sns.account.js';
import type { EventTopic } from './aws-topic/event-topic.js';
import type { DeliveryLog } from './cloudwatch-logs/delivery-log.js';
import type { TestbedCredentials } from './credentials.js';
import type { Door } from './door.js';
import { type FaultOrder, normaliseFaults, type SwitchedFault } from './fault-orders.js';
import type { Listener } from './listener.js';
import type { OptOuts } from './opt-outs.js';
import { type AwsProviderName, PROVIDERS, type ProviderName } from './providers.js';
import type { Counts } from './request-counts.js';
import type { MessageQuery, TakenMessage, TakenMessages } from './taken-messages.js';
import { normaliseReceiptOrders, type ReceiptOrder } from './twilio/receipt-orders.js';
import type { TwilioCallbacks } from './twilio/twilio.callbacks.js';
import type { TwilioStanding, TwilioStandings } from './twilio/twilio.standing.js';

/** What a testbed is made of. */
export interface TestbedParts {
  readonly doors: Readonly<Record<ProviderName, Door>>;
  readonly messages: TakenMessages;
  readonly twilioOptOuts: OptOuts;
  readonly twilioStandings: TwilioStandings;
  readonly twilioCallbacks: TwilioCallbacks;
  readonly awsAccounts: { readonly 'aws-sns': SnsAccount; readonly 'aws-eum': EumAccount };
  readonly deliveryLog: DeliveryLog;
  readonly topic: EventTopic;
  readonly credentials: TestbedCredentials;
  readonly mainPort: Listener;
  readonly ownPorts: Readonly<Record<ProviderName, Listener>>;
}

/** A testbed that is listening: where it is reached, what it took, and what it is told to do wrong. */
export class Testbed {
  readonly credentials: TestbedCredentials;
  #portsMoved: Promise<void> = Promise.resolve();

  constructor(private readonly parts: TestbedParts) {
    this.credentials = parts.credentials;
  }

  /** The origin that serves every provider, the admin API and the inbox. */
  get url(): string {
    return this.parts.mainPort.url;
  }

  get twilioUrl(): string {
    return this.parts.ownPorts.twilio.url;
  }

  get snsUrl(): string {
    return this.parts.ownPorts['aws-sns'].url;
  }

  get eumUrl(): string {
    return this.parts.ownPorts['aws-eum'].url;
  }

  /** Lists what was taken, newest first; without a limit, everything kept. */
  messages(query?: MessageQuery): readonly TakenMessage[] {
    return this.parts.messages.list(query);
  }

  clearMessages(): void {
    this.parts.messages.clear();
    this.parts.deliveryLog.clear();
  }

  /** How often the messages were cleared, for whoever follows along. */
  get clearings(): number {
    return this.parts.messages.clearings;
  }

  /** Lists the messages of which more became known after so many {@link revisions}, newest first. */
  revisedMessages(after: number, limit: number): readonly TakenMessage[] {
    return this.parts.messages.listRevised(after, limit);
  }

  /** How often more became known of any message, for whoever follows along. */
  get revisions(): number {
    return this.parts.messages.revisions;
  }

  /** What is switched on for a provider; empty means healthy. */
  faults(provider: ProviderName): readonly SwitchedFault[] {
    return this.parts.doors[provider].faults.faults;
  }

  /**
   * Switches a provider to one fault, or to several that share its requests; settles once its port has followed.
   *
   * Requests that hang already go on hanging until their caller gives up or the testbed closes.
   *
   * @throws {InvalidFaultError} when the order cannot be carried out; nothing is changed.
   */
  async setFault(provider: ProviderName, order: FaultOrder): Promise<readonly SwitchedFault[]> {
    return this.setFaultFrom(provider, order);
  }

  /** Does the same as {@link setFault} for an order that nothing is known of yet, such as a JSON body. */
  async setFaultFrom(provider: ProviderName, order: unknown): Promise<readonly SwitchedFault[]> {
    const { faults, standIn } = this.parts.doors[provider];
    faults.turnTo(normaliseFaults(order, standIn.codes));
    await this.#movePorts();
    return faults.faults;
  }

  /** Makes every provider healthy again. */
  async clearFaults(): Promise<void> {
    for (const provider of PROVIDERS) this.parts.doors[provider].faults.turnTo([]);
    await this.#movePorts();
  }

  requests(provider: ProviderName): Counts {
    return this.parts.doors[provider].counts.read();
  }

  clearRequests(): void {
    for (const provider of PROVIDERS) this.parts.doors[provider].counts.clear();
  }

  /** Replaces the opted-out numbers of a provider; E.164. */
  setOptedOut(provider: ProviderName, numbers: readonly string[]): void {
    const { twilioOptOuts, awsAccounts } = this.parts;
    const optOuts = provider === 'twilio' ? twilioOptOuts : awsAccounts[provider].optOuts;
    optOuts.replace(numbers);
  }

  /** Puts an AWS account into the SMS sandbox, where SNS delivers and End User Messaging takes nothing, or out of it. */
  setSandbox(reach: SnsAccount['reach'], provider: AwsProviderName = 'aws-sns'): void {
    this.parts.awsAccounts[provider].reach = reach;
  }

  /** Sets what an AWS account says it may spend on messages in a month, in US dollars; 100 at first. */
  setSpendLimit(usd: number, provider: AwsProviderName = 'aws-sns'): void {
    this.parts.awsAccounts[provider].limitSpendTo(usd);
  }

  /** What SNS writes into CloudWatch Logs of the messages it takes. */
  get deliveryLog(): DeliveryLog {
    return this.parts.deliveryLog;
  }

  /** The topic that tells what became of the messages End User Messaging takes. */
  get topic(): EventTopic {
    return this.parts.topic;
  }

  /** Changes how the Twilio account stands; what is left out stays. One that is not active takes no message. */
  setTwilioAccount(change: Partial<TwilioStanding>): void {
    this.parts.twilioStandings.change(change);
  }

  /**
   * Decides what becomes of Twilio's messages taken from now on, and how it is reported; none: all are delivered.
   *
   * @throws {InvalidReceiptOrderError} when an order cannot be carried out; nothing is changed.
   */
  setTwilioReceipts(...orders: readonly Partial<ReceiptOrder>[]): void {
    this.setTwilioReceiptsFrom(orders);
  }

  /** Does the same as {@link setTwilioReceipts} for orders that nothing is known of yet, such as a JSON body. */
  setTwilioReceiptsFrom(orders: unknown): void {
    this.parts.twilioCallbacks.turnTo(normaliseReceiptOrders(orders));
  }

  /** Forgets everything: messages, counts, faults, opted-out numbers and account settings. */
  async reset(): Promise<void> {
    this.clearMessages();
    this.clearRequests();
    this.parts.deliveryLog.reset();
    this.parts.topic.reset();
    this.parts.twilioOptOuts.replace([]);
    this.parts.twilioStandings.reset();
    this.parts.twilioCallbacks.turnTo([]);
    for (const account of Object.values(this.parts.awsAccounts)) account.reset();
    await this.clearFaults();
  }

  /** Stops listening and destroys every connection, the hung ones included. */
  async close(): Promise<void> {
    this.parts.twilioCallbacks.close();
    this.parts.topic.reset();
    await this.#portsMoved;
    await Promise.all(
      [this.parts.mainPort, ...Object.values(this.parts.ownPorts)].map((port) => port.shut()),
    );
  }

  /** One move at a time, so that a port is never shut and opened at once. */
  #movePorts(): Promise<void> {
    const move = async (): Promise<void> => {
      for (const provider of PROVIDERS) {
        const port = this.parts.ownPorts[provider];
        await (this.parts.doors[provider].faults.isRefusing ? port.shut() : port.open());
      }
    };
    this.#portsMoved = this.#portsMoved.then(move, move);
    return this.#portsMoved;
  }
}
