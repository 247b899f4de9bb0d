import type { SnsAccount } from './aws-sns/sns.account.js';
import type { TestbedCredentials } from './credentials.js';
import type { Door } from './door.js';
import { type FaultOrder, normaliseFaults, type SwitchedFault } from './fault-orders.js';
import type { Listener } from './listener.js';
import type { OptOuts } from './opt-outs.js';
import { PROVIDERS, type ProviderName } from './providers.js';
import type { Counts } from './request-counts.js';
import type { MessageQuery, TakenMessage, TakenMessages } from './taken-messages.js';
import type { TwilioStanding, TwilioStandings } from './twilio/twilio.standing.js';

/** What a testbed is made of. */
export interface TestbedParts {
  readonly doors: Readonly<Record<ProviderName, Door>>;
  readonly messages: TakenMessages;
  readonly twilioOptOuts: OptOuts;
  readonly twilioStandings: TwilioStandings;
  readonly snsAccount: SnsAccount;
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

  /** Lists what was taken, newest first; without a limit, everything kept. */
  messages(query?: MessageQuery): readonly TakenMessage[] {
    return this.parts.messages.list(query);
  }

  clearMessages(): void {
    this.parts.messages.clear();
  }

  /** How often the messages were cleared, for whoever follows along. */
  get clearings(): number {
    return this.parts.messages.clearings;
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
    const { twilioOptOuts, snsAccount } = this.parts;
    const optOuts = provider === 'twilio' ? twilioOptOuts : snsAccount.optOuts;
    optOuts.replace(numbers);
  }

  /** Puts the SNS account into the SMS sandbox, where every message is taken and none is delivered, or out of it. */
  setSandbox(reach: SnsAccount['reach']): void {
    this.parts.snsAccount.reach = reach;
  }

  /** Sets what SNS says the account may spend on messages in a month, in US dollars; 1 at first. */
  setSpendLimit(usd: number): void {
    this.parts.snsAccount.attributes.set('MonthlySpendLimit', String(usd));
  }

  /** Changes how the Twilio account stands; what is left out stays. One that is not active takes no message. */
  setTwilioAccount(change: Partial<TwilioStanding>): void {
    this.parts.twilioStandings.change(change);
  }

  /** Forgets everything: messages, counts, faults, opted-out numbers and account settings. */
  async reset(): Promise<void> {
    this.clearMessages();
    this.clearRequests();
    this.parts.twilioOptOuts.replace([]);
    this.parts.twilioStandings.reset();
    this.parts.snsAccount.reset();
    await this.clearFaults();
  }

  /** Stops listening and destroys every connection, the hung ones included. */
  async close(): Promise<void> {
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
