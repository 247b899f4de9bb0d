import { gzipSync } from 'node:zlib';
import type { ProviderName, Testbed } from '@standby/testbed';
import { signedCallback } from '../receipts/signed-callback.js';
import type { Chance } from './chance.js';

/** A call as a provider, or somebody in its place, would make it. */
export interface FuzzedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const WORDS = ['queued', 'sent', 'delivered', 'undelivered', 'failed', 'teleported'];
const EVENTS = ['TEXT_QUEUED', 'TEXT_SENT', 'TEXT_DELIVERED', 'TEXT_BLOCKED', 'TEXT_FUTURE', 'VOICE_RINGING'];
const RESPONSES = ['Message has been accepted by phone', 'Phone is currently unreachable/unavailable', '?'];
const TYPES = ['Notification', 'Notification', 'Notification', 'UnsubscribeConfirmation', 'Another'];

/** Makes receipts out of chance: true ones, signed ones that say nonsense, and forgeries of either. */
export class ReceiptFuzz {
  /**
   * @param url where Twilio was told to call
   * @param accessKey the one Firehose was given
   */
  constructor(
    private readonly chance: Chance,
    private readonly testbed: Testbed,
    private readonly url: string,
    private readonly accessKey: string,
  ) {}

  async next(provider: ProviderName): Promise<FuzzedCall> {
    const call = await this.#of(provider);
    return this.chance.often(0.95) ? call : { ...call, body: this.#damaged(call.body) };
  }

  async #of(provider: ProviderName): Promise<FuzzedCall> {
    if (provider === 'twilio') return this.#callback();
    return provider === 'aws-sns' ? this.#deliveryLog() : this.#notification();
  }

  #callback(): FuzzedCall {
    const { accountSid, authToken } = this.testbed.credentials.twilio;
    const fields = {
      AccountSid: this.#text(accountSid),
      MessageSid: this.#text(this.#messageId('twilio')),
      MessageStatus: this.#text(this.chance.one(WORDS)),
      ...(this.chance.often(0.3) && { ErrorCode: this.#text('30008') }),
      ...(this.chance.often(0.1) && { [this.chance.awkward()]: this.chance.awkward() }),
    };
    const token = this.chance.often(0.8) ? authToken : this.chance.awkward();
    return signedCallback(token, this.url, fields);
  }

  #deliveryLog(): FuzzedCall {
    const { chance } = this;
    const entry = {
      notification: chance.meant(0.9, {
        messageId: chance.meant(0.9, this.#messageId('aws-sns')),
        timestamp: chance.meant(0.9, '2026-11-23 09:15:01.07'),
      }),
      delivery: chance.meant(0.9, {
        providerResponse: chance.meant(0.9, chance.one(RESPONSES)),
        dwellTimeMs: chance.meant(0.8, 310),
        priceInUSD: chance.meant(0.8, 0.04),
      }),
      status: chance.meant(0.9, chance.one(['SUCCESS', 'FAILURE'])),
    };
    const event = { id: '1', timestamp: chance.meant(0.9, Date.now()), message: JSON.stringify(entry) };
    const batch = {
      messageType: chance.meant(0.95, chance.one(['DATA_MESSAGE', 'DATA_MESSAGE', 'CONTROL_MESSAGE'])),
      logGroup: chance.meant(0.95, 'sns/us-east-1/123456789012/DirectPublishToPhoneNumber'),
      logEvents: chance.meant(0.95, [event, chance.meant(0.9, event)]),
    };
    const packed = gzipSync(JSON.stringify(batch), { level: 1 });
    const record = {
      data: chance.meant(0.95, (chance.often(0.95) ? packed : packed.subarray(9)).toString('base64')),
    };
    return {
      headers: {
        'content-type': 'application/json',
        'x-amz-firehose-access-key': chance.header(this.#text(this.accessKey)),
        'x-amz-firehose-request-id': chance.header(this.#text('r-1')),
      },
      body: JSON.stringify({
        requestId: 'r-1',
        timestamp: Date.now(),
        records: chance.meant(0.95, [record]),
      }),
    };
  }

  async #notification(): Promise<FuzzedCall> {
    const { chance } = this;
    const { authority } = this.testbed.topic;
    const event = {
      eventType: chance.meant(0.9, chance.one(EVENTS)),
      messageId: chance.meant(0.9, this.#messageId('aws-eum')),
      eventTimestamp: chance.meant(0.9, Date.now()),
      totalMessagePrice: chance.meant(0.8, 0.00581),
    };
    const members = {
      Type: chance.one(TYPES),
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: this.#text(authority.topicArn),
      Message: chance.often(0.9) ? JSON.stringify(event) : chance.awkward(),
      Timestamp: this.#text(new Date().toISOString()),
    };
    // A confirmation of what is nobody's: the address leads away from SNS.
    const confirmation = {
      Type: 'SubscriptionConfirmation',
      Token: 'abc',
      SubscribeURL: 'https://evil.example/',
    };
    const sent = chance.often(0.1) ? { ...members, ...confirmation } : members;
    const body = await authority.signed(sent, chance.often(0.9) ? '2' : '1');
    return {
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
      body: chance.often(0.85) ? body : this.#forged(body),
    };
  }

  #forged(body: string): string {
    const members: Record<string, unknown> = JSON.parse(body);
    return JSON.stringify({ ...members, [this.chance.one(Object.keys(members))]: this.chance.json() });
  }

  /** Of a message the provider took, or of none there is. */
  #messageId(provider: ProviderName): string {
    const taken = this.testbed.messages({ provider, limit: 50 });
    if (taken.length > 0 && this.chance.often(0.8)) return this.chance.one(taken).id;
    const hex = this.chance.bytes(16).toString('hex');
    return provider === 'twilio' ? `SM${hex}` : hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  #text(meant: string): string {
    return this.chance.often(0.92) ? meant : this.chance.awkward().toWellFormed();
  }

  #damaged(body: string): string {
    return this.chance.often(0.5)
      ? body.slice(0, this.chance.below(body.length))
      : `${body}${this.chance.awkward()}`;
  }
}
