import type { CodeText } from './message/code-message.js';
import type { MessageDraft } from './message/outbound-message.js';

/** What a sender may say beside what is to be sent. */
export interface SendOptions {
  /** Name of the provider that carried this text last time; it is asked last. */
  readonly avoid?: string;
  /**
   * Id of the message that carried this text last time. From now on it is not sent once more by itself, and a code in it
   * has `expired` unless it is proven after all; whoever took it, or may have, is asked last, and what its recipient refused, or a
   * fraud guard, is refused again: nobody else is tried. The same goes for what it replaced itself, up to eight messages
   * back.
   */
  readonly replaces?: string;
  /** Gives up early; whatever is under way is aborted. Where it is aborted beforehand nothing is replaced either. */
  readonly signal?: AbortSignal;
  /**
   * Names this message: calls with the same key send once, and all are told what came of it. 1 to 255 visible ASCII
   * characters, best unguessable; remembered for `idempotencyWindowMs`.
   */
  readonly idempotencyKey?: string;
}

/** A text for somebody. */
export type SendRequest = MessageDraft & SendOptions;

/** A one-time code for somebody; its text is made in their language. */
export type SendCodeRequest = CodeText & Pick<MessageDraft, 'to'> & SendOptions;
