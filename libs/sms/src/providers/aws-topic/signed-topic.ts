import { verify } from 'node:crypto';
import type { Clock } from '../../resilience/clock.js';
import { RecentMap } from '../../resilience/recent-map.js';
import { type ReceiptRefusal, ReceiptRefusedError, type ReceiptRequest } from '../receipt-parser.js';
import { type FetchPage, PageUnavailableError } from './aws-page.js';
import type { AwsTopicOptions } from './aws-topic.options.js';
import { isCertificateUrl, SigningCertificates } from './signing-certificates.js';
import { parseTopicMessage, type TopicMessage } from './topic-message.js';

/** How far the clock of SNS may be ahead of ours, in ms. */
const MAX_AHEAD_MS = 300_000;
const DIGESTS = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' } as const;
/** Confirmed subscriptions remembered, so that their messages confirm once. */
const REMEMBERED = 64;

/**
 * The end of a topic of AWS SNS that an HTTPS subscription leads to: believes only what SNS signed, for the
 * configured topics, lately, and confirms the subscriptions of those.
 *
 * SNS hands a message over more than once when an answer is lost, so that the same one may come again until it is
 * too old. A topic with raw delivery switched on signs nothing, and is refused.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export class SignedTopic {
  readonly #certificates: SigningCertificates;
  readonly #confirmed = new RecentMap<string, 'confirmed'>(REMEMBERED);

  /** @param provider whose receipts the topics carry: its name, for the refusals */
  constructor(
    private readonly provider: string,
    private readonly options: AwsTopicOptions,
    private readonly fetchPage: FetchPage,
    private readonly clock: Clock,
  ) {
    this.#certificates = new SigningCertificates(fetchPage, clock);
  }

  /**
   * The message in a notification; `undefined` for a call about the subscription itself, which has been confirmed
   * when this resolves.
   *
   * @throws {ReceiptRefusedError} unless SNS signed it for one of the topics, within the last `maxAgeMs`.
   * @throws {PageUnavailableError} when SNS could not be asked for its certificate, or for the confirmation.
   */
  async open({ body }: Pick<ReceiptRequest, 'body'>): Promise<string | undefined> {
    const message = parseTopicMessage(body);
    if (message === undefined) throw this.#refused('malformed');
    const refusal = this.#refusalOf(message) ?? (await this.#refusalOfSignature(message));
    if (refusal !== undefined) throw this.#refused(refusal);
    if (message.type === 'SubscriptionConfirmation') await this.#confirm(message);
    return message.type === 'Notification' ? message.message : undefined;
  }

  /** What can be told without asking anybody. */
  #refusalOf(message: TopicMessage): ReceiptRefusal | undefined {
    const { topicArns, signatureVersion, maxAgeMs } = this.options;
    if (!topicArns.includes(message.topicArn)) return 'foreign';
    const ageMs = this.clock.wallMs() - message.sentAtMs;
    if (ageMs > maxAgeMs || ageMs < -MAX_AHEAD_MS) return 'stale';
    if (signatureVersion === '2' && message.signatureVersion !== '2') return 'bad-signature';
    return isCertificateUrl(message.signingCertUrl, regionOf(message.topicArn)) ? undefined : 'bad-signature';
  }

  async #refusalOfSignature(message: TopicMessage): Promise<ReceiptRefusal | undefined> {
    const { signatureVersion, signedText, signature, signingCertUrl } = message;
    const certificate = await this.#certificates.certificateAt(signingCertUrl);
    if (certificate === undefined) return 'bad-signature';
    const bytes = [Buffer.from(signedText), Buffer.from(signature, 'base64')] as const;
    const [text, signed] = bytes;
    return verify(DIGESTS[signatureVersion], text, certificate.publicKey, signed)
      ? undefined
      : 'bad-signature';
  }

  /** Signed by SNS as it is, the address is still checked before it is asked. */
  async #confirm({ subscribeUrl, topicArn }: Confirmation): Promise<void> {
    if (this.#confirmed.get(subscribeUrl) !== undefined) return;
    if (!isSubscribeUrl(subscribeUrl, topicArn)) throw this.#refused('foreign');
    if ((await this.fetchPage(subscribeUrl)) === undefined) throw new PageUnavailableError('no-page');
    this.#confirmed.set(subscribeUrl, 'confirmed');
  }

  #refused(refusal: ReceiptRefusal): ReceiptRefusedError {
    return new ReceiptRefusedError(this.provider, refusal);
  }
}

type Confirmation = Extract<TopicMessage, { readonly type: 'SubscriptionConfirmation' }>;

function regionOf(topicArn: string): string {
  return topicArn.split(':')[3] ?? '';
}

/** Whether an address confirms a subscription to that very topic, at SNS in its region. */
function isSubscribeUrl(url: string, topicArn: string): boolean {
  const address = URL.parse(url);
  if (address === null) return false;
  const { protocol, host, pathname, searchParams } = address;
  const domain = topicArn.startsWith('arn:aws-cn:') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return (
    protocol === 'https:' &&
    host === `sns.${regionOf(topicArn)}.${domain}` &&
    pathname === '/' &&
    searchParams.get('Action') === 'ConfirmSubscription' &&
    searchParams.get('TopicArn') === topicArn
  );
}
