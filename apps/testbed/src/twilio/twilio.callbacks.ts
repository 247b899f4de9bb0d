import { setTimeout as wait } from 'node:timers/promises';
import type { TwilioCredentials } from '../credentials.js';
import type { TakenMessage, TakenMessages } from '../taken-messages.js';
import { type CallbackTarget, callBack, callbackTargetOf } from './callback-call.js';
import { DELIVERED, type ReceiptOrder } from './receipt-orders.js';
import { API_VERSION } from './twilio.answers.js';
import { signatureOf } from './twilio.signature.js';

/** The sender a Messaging Service chooses. */
const POOLED_SENDER = '+15005550006';

/** What the callbacks need. */
export interface CallbackTools {
  readonly credentials: TwilioCredentials;
  readonly messages: TakenMessages;
  readonly now: () => Date;
  readonly random: () => number;
}

/** Lets messages go on after their 201, and reports it to their `StatusCallback`, until it is closed. */
export class TwilioCallbacks {
  #orders: readonly ReceiptOrder[] = [];
  readonly #end = new AbortController();

  constructor(private readonly tools: CallbackTools) {}

  /** Replaces what becomes of messages taken from now on; none: all are delivered. */
  turnTo(orders: readonly ReceiptOrder[]): void {
    this.#orders = orders;
  }

  /** Begins with a message; one without a callback that no order is for stays as it is. */
  follow(message: TakenMessage): void {
    const { to, asked } = message;
    const order = this.#orderFor(to);
    const url = asked.StatusCallback?.[0];
    if (url === undefined && order === undefined) return;
    const target = url === undefined ? undefined : callbackTargetOf(url);
    // It ends with the testbed.
    this.#goOn(message, target, order ?? DELIVERED).catch(() => {});
  }

  /** Calls nobody any more. */
  close(): void {
    this.#end.abort();
  }

  #orderFor(recipient: string): ReceiptOrder | undefined {
    return this.#orders.find(
      ({ to = recipient, probability }) => to === recipient && this.tools.random() < probability,
    );
  }

  /** The message waits for no report; the reports wait for one another. */
  async #goOn(
    { id, from }: TakenMessage,
    target: CallbackTarget | undefined,
    order: ReceiptOrder,
  ): Promise<void> {
    const { outcome, trouble, delayMs, code } = order;
    const steps = outcome === 'sent' ? ['sent'] : outcome === 'failed' ? ['failed'] : ['sent', outcome];
    const reported = reportedOf(steps, trouble);
    let told = Promise.resolve();
    for (const [index, status] of steps.entries()) {
      await wait(delayMs, undefined, { signal: this.#end.signal, ref: false });
      const at = this.tools.now().toISOString();
      this.tools.messages.revise(id, {
        status,
        updatedAt: at,
        ...(status === 'sent' && { sentAt: at, from: from ?? POOLED_SENDER }),
        ...(isFailure(status) && { reason: String(code) }),
      });
      if (target !== undefined && trouble !== 'lost')
        told = told.then(() => this.#report(id, target, reported[index] ?? status, order));
    }
  }

  async #report(id: string, target: CallbackTarget, status: string, order: ReceiptOrder): Promise<void> {
    const { credentials, messages, now } = this.tools;
    const message = messages.find(id);
    if (message === undefined) return;
    const form = formOf(message, status, order.code, credentials.accountSid);
    const token = order.trouble === 'forged' ? `${credentials.authToken}?` : credentials.authToken;
    const signature = signatureOf(token, target.url, form);
    messages.revise(id, { receipts: [...message.receipts, { status, sentAt: now().toISOString() }] });
    for (let copy = 0; copy < (order.trouble === 'doubled' ? 2 : 1); copy += 1)
      await callBack(target, form, signature, this.#end.signal);
  }
}

/** What is reported of the steps a message takes. */
function reportedOf(steps: readonly string[], trouble: ReceiptOrder['trouble']): readonly string[] {
  if (trouble === 'reordered') return steps.toReversed();
  if (trouble !== 'lying') return steps;
  return [...steps.slice(0, -1), steps.at(-1) === 'delivered' ? 'undelivered' : 'delivered'];
}

function isFailure(status: string): boolean {
  return status === 'undelivered' || status === 'failed';
}

function formOf(
  { id, to, from, asked }: TakenMessage,
  status: string,
  code: number,
  accountSid: string,
): URLSearchParams {
  const service = asked.MessagingServiceSid?.[0];
  return new URLSearchParams({
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    ...(isFailure(status) && { ErrorCode: String(code) }),
    ...(from !== null && { From: from }),
    MessageSid: id,
    MessageStatus: status,
    ...(service !== undefined && { MessagingServiceSid: service }),
    SmsSid: id,
    SmsStatus: status,
    To: to,
  });
}
