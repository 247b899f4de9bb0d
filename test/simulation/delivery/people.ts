import type { CodeOutcome } from '../../../libs/sms/src/message/code-outcome.js';
import type { Receipt } from '../../../libs/sms/src/providers/receipt-parser.js';
import type { Dice } from '../dice.js';
import type { VirtualClock } from '../virtual-clock.js';
import type { Copy } from './delivering-provider.js';
import type { DeliveryInstance } from './delivery-instance.js';
import type { DeliveryWitness } from './delivery-witness.js';
import type { SimulatedCode } from './simulated-code.js';

/** Those who ask for codes, wait for them, ask again and type them in, each time through some instance that is up. */
export class People {
  readonly #codes = new Map<string, SimulatedCode>();

  constructor(
    private readonly anyInstance: () => DeliveryInstance | undefined,
    private readonly clock: VirtualClock,
    private readonly dice: Dice,
    private readonly witness: DeliveryWitness,
  ) {}

  begin(code: SimulatedCode): void {
    this.#codes.set(code.to.e164, code);
    this.witness.codeBegan(code);
    this.#ask(code);
    this.clock.after(code.validForSeconds * 1000, () => this.#expire(code));
    if (code.asksAgainAfterMs !== 'never')
      this.clock.after(code.asksAgainAfterMs, () => this.#askAgain(code));
  }

  /** Lets a copy that a provider took arrive, and its receipts come, as is its fate. */
  follow(copy: Copy): void {
    const { fate, to, provider, providerMessageId } = copy;
    for (const { afterMs, status } of fate.told) {
      const receipt = { ...status, provider, providerMessageId, at: new Date(0) };
      this.clock.after(afterMs, () => this.#report(receipt));
    }
    if (fate.arrivesAfterMs === 'never' || this.dice.chance(0.2)) return;
    const readAfterMs = fate.arrivesAfterMs + this.dice.magnitude(1000, 30_000);
    this.clock.after(readAfterMs, () => this.#verify(this.#codes.get(to)));
  }

  /** A report that finds nobody is lost. */
  #report(receipt: Receipt): void {
    const { provider, providerMessageId, status } = receipt;
    this.witness.tell(`${provider} tells that ${providerMessageId} is ${status}`);
    void this.anyInstance()?.receipts.receive([receipt]);
  }

  #ask(code: SimulatedCode, change: { replaces?: string; avoid?: string } = {}): void {
    const { to, text, purpose, validForSeconds } = code;
    const sms = this.anyInstance()?.sms;
    // Its life does not begin again with another message.
    const leftMs = code.beginsAtMs + validForSeconds * 1000 - this.clock.elapsedMs();
    const life = { validForSeconds: Math.max(1, Math.floor(leftMs / 1000)) };
    sms?.send({ to, text, purpose, ...life, ...change }).then(
      ({ id }) => this.#note(code, id),
      () => this.witness.tally.count('end of a send that failed'),
    );
  }

  /** An earlier message may have been read meanwhile. */
  #note(code: SimulatedCode, messageId: string): void {
    code.messageIds.push(messageId);
    if (code.state !== 'waited for') void this.anyInstance()?.sms.recordOutcome(messageId, code.state);
  }

  #askAgain(code: SimulatedCode): void {
    const replaces = code.messageIds.at(-1);
    if (code.state !== 'waited for' || replaces === undefined) return;
    this.witness.tally.count('asked again');
    this.#ask(code, { replaces, avoid: this.dice.pick(['first', 'second', 'third']) });
  }

  #verify(code: SimulatedCode | undefined): void {
    if (code?.state === 'waited for') this.#conclude(code, 'verified');
  }

  #expire(code: SimulatedCode): void {
    if (code.state === 'waited for') this.#conclude(code, 'expired');
  }

  /** Nobody is told of a code whose caller never heard that it was sent; and sometimes nobody is told at all. */
  #conclude(code: SimulatedCode, outcome: CodeOutcome): void {
    const messageId = code.messageIds.at(-1);
    const sms = this.anyInstance()?.sms;
    if (messageId === undefined || sms === undefined || this.dice.chance(0.1)) return;
    code.state = outcome;
    this.witness.tally.count(outcome);
    void sms.recordOutcome(messageId, outcome);
  }
}
