import type { OutboundMessage } from '../../../libs/sms/src/message/outbound-message.js';
import type { FailureKind } from '../../../libs/sms/src/providers/handling.js';
import { ProviderError } from '../../../libs/sms/src/providers/provider-error.js';
import type { Receipt } from '../../../libs/sms/src/providers/receipt-parser.js';
import type { Acceptance, MessageSearch, SmsProvider } from '../../../libs/sms/src/providers/sms-provider.js';
import type { Dice } from '../dice.js';
import type { VirtualClock } from '../virtual-clock.js';
import { type CopyFate, type DeliveryManner, drawFate } from './copy-fate.js';

/** A message a provider took, and what becomes of it. */
export interface Copy {
  readonly provider: string;
  readonly providerMessageId: string;
  readonly messageId: string;
  readonly to: string;
  readonly text: string;
  readonly takenAtMs: number;
  readonly takenAtWallMs: number;
  readonly fate: CopyFate;
}

interface Answer {
  readonly kind: 'accepted' | FailureKind;
  readonly isTaken: boolean;
  /** Whether it arrives with the id in it. */
  readonly isWhole: boolean;
  readonly afterMs: number | 'never';
}

/** Who is told what a provider sees and says. */
export interface DeliverySight {
  callBegan(provider: string, message: OutboundMessage): void;
  copyTaken(copy: Copy): void;
  searchBegan(provider: string, search: MessageSearch): void;
}

/** What a provider can do besides sending. */
export interface DeliverySkills {
  readonly lookUp: boolean;
  readonly find: boolean;
  readonly reportOutcome: boolean;
}

/** Takes most messages, and lets them arrive, fail or vanish as its manner is. */
export class DeliveringProvider implements SmsProvider {
  readonly lookUp?: NonNullable<SmsProvider['lookUp']>;
  readonly find?: NonNullable<SmsProvider['find']>;
  readonly reportOutcome?: NonNullable<SmsProvider['reportOutcome']>;
  readonly #copies: Copy[] = [];

  constructor(
    readonly name: string,
    private readonly manner: DeliveryManner,
    skills: DeliverySkills,
    private readonly clock: VirtualClock,
    private readonly dice: Dice,
    private readonly sight: DeliverySight,
  ) {
    if (skills.lookUp) this.lookUp = (id) => this.#whenUp(() => this.#wordOf(id));
    if (skills.find)
      this.find = (search) => {
        sight.searchBegan(name, search);
        return this.#whenUp(() => this.#idsOf(search));
      };
    if (skills.reportOutcome) this.reportOutcome = () => this.#whenUp(() => {});
  }

  send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    this.sight.callBegan(this.name, message);
    const { promise, resolve, reject } = Promise.withResolvers<Acceptance>();
    const answer = this.#drawAnswer();
    const copy = answer.isTaken ? this.#take(message) : undefined;
    const end = () => {
      signal.removeEventListener('abort', giveUp);
      if (answer.kind !== 'accepted') reject(this.#error(answer.kind));
      else resolve({ providerMessageId: answer.isWhole ? copy?.providerMessageId : undefined });
    };
    const giveUp = () => reject(this.#error('ambiguous'));
    if (signal.aborted) reject(this.#error('unavailable'));
    else signal.addEventListener('abort', giveUp, { once: true });
    if (answer.afterMs !== 'never') this.clock.after(answer.afterMs, end);
    return promise;
  }

  /** Its manner of answering; it never says that it refused what it took, and sometimes not under which id it took it. */
  #drawAnswer(): Answer {
    const { dice } = this;
    const afterMs = dice.latency(dice.pick([100, 2000]));
    const isWhole = dice.chance(0.85);
    if (dice.chance(0.75)) return { kind: 'accepted', isTaken: true, isWhole, afterMs };
    const isTaken = dice.chance(0.5);
    if (dice.chance(0.3)) return { kind: 'ambiguous', isTaken, isWhole, afterMs: 'never' };
    if (dice.chance(0.3)) return { kind: 'ambiguous', isTaken, isWhole, afterMs };
    const kind = dice.pick(['unavailable', 'throttled', 'route-refused', 'misconfigured', 'opted-out']);
    return { kind, isTaken: false, isWhole, afterMs };
  }

  #take({ id: messageId, to, text }: OutboundMessage): Copy {
    const copy: Copy = {
      provider: this.name,
      providerMessageId: `${this.name}-${this.#copies.length + 1}`,
      messageId,
      to: to.e164,
      text,
      takenAtMs: this.clock.elapsedMs(),
      takenAtWallMs: this.clock.wallMs(),
      fate: drawFate(this.manner, this.dice),
    };
    this.#copies.push(copy);
    this.sight.copyTaken(copy);
    return copy;
  }

  /** Answers late, as things are by then, and sometimes not at all. */
  async #whenUp<T>(answer: () => T): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.clock.after(this.dice.latency(this.dice.pick([100, 2000])), resolve);
    await promise;
    if (this.dice.chance(0.1)) throw this.#error('unavailable');
    return answer();
  }

  #wordOf(id: string): Receipt | undefined {
    const copy = this.#copies.find(({ providerMessageId }) => providerMessageId === id);
    const ageMs = this.clock.elapsedMs() - (copy?.takenAtMs ?? 0);
    const word = copy?.fate.truth.findLast(({ afterMs }) => afterMs <= ageMs);
    return word && { ...word.status, provider: this.name, providerMessageId: id, at: new Date(0) };
  }

  #idsOf({ to, text, since }: MessageSearch): string[] {
    return this.#copies
      .filter((copy) => copy.to === to && copy.text === text && copy.takenAtWallMs >= since.getTime())
      .map(({ providerMessageId }) => providerMessageId);
  }

  #error(kind: FailureKind): ProviderError {
    return new ProviderError({ kind, provider: this.name, code: 'simulated' });
  }
}
