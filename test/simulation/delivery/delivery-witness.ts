import type { SmsEvent } from '../../../libs/sms/src/events/sms.events.js';
import type { MessageRecord } from '../../../libs/sms/src/ledger/message-record.js';
import type { OutboundMessage } from '../../../libs/sms/src/message/outbound-message.js';
import type { MessageSearch } from '../../../libs/sms/src/providers/sms-provider.js';
import { Tally } from '../tally.js';
import type { VirtualClock } from '../virtual-clock.js';
import type { Trace } from '../witness.js';
import type { Copy, DeliverySight } from './delivering-provider.js';
import { RECORD_INVARIANTS } from './record-invariants.js';
import { RESEND_INVARIANTS } from './resend-invariants.js';
import { nameOf, type SimulatedCode } from './simulated-code.js';

/** Sees every change of a record and every call of a provider, and holds every invariant against it. */
export class DeliveryWitness implements DeliverySight {
  readonly tally = new Tally();
  /** Hears when the right to send once more is taken. */
  onResend: () => void = () => {};
  /** Names of the providers that keep a list. */
  searchable: readonly string[] = [];
  /** The first invariant found broken: the library swallows what is thrown inside it. */
  broken: { readonly invariant: string; readonly where: string } | undefined;
  readonly #records = new Map<string, MessageRecord>();
  /** Ids are drawn by chance that comes from no seed. */
  readonly #names = new Map<string, string>();
  readonly #codes = new Map<string, SimulatedCode>();
  readonly #takers = new Map<string, string[]>();
  /** Providers that were searched, by the recipient looked for. */
  readonly #searched = new Map<string, string[]>();
  readonly #resends = new Map<string, number>();

  constructor(
    private readonly clock: VirtualClock,
    private readonly trace?: Trace,
  ) {}

  /** The latest known of every message. */
  get records(): readonly MessageRecord[] {
    return [...this.#records.values()];
  }

  codeBegan(code: SimulatedCode): void {
    this.#codes.set(code.to.e164, code);
    this.tally.count('codes');
    this.tell(`${nameOf(code)} is asked for`);
  }

  changed(before: MessageRecord | undefined, after: MessageRecord): void {
    this.#records.set(after.id, after);
    const name = this.nameOf(after.id);
    if (before === undefined) return;
    for (const holds of RECORD_INVARIANTS) if (!holds(before, after)) this.break(holds.name, name);
    if (before.watch.state === 'armed' && after.watch.state === 'resending') this.#countResend(after);
    if (lackingIn(after) < lackingIn(before)) this.tally.count('id found');
    if (before.status !== after.status) this.tally.count(`status ${after.status}`);
    if (before.watch !== after.watch && after.watch.state === 'spent')
      this.tally.count(`watch ${after.watch.why}`);
    const { status, watch, codeOutcome } = after;
    this.tell(`  ${name}: ${status}, ${JSON.stringify(watch)}, ${codeOutcome?.outcome ?? 'waited for'}`);
  }

  heard(event: SmsEvent): void {
    this.tally.count(`event ${event.type}`);
  }

  callBegan(provider: string, message: OutboundMessage): void {
    const code = this.#codes.get(message.to.e164);
    const record = this.#records.get(message.id);
    if (code === undefined) throw new RangeError('A message nobody sent.');
    const isFirstSend = record === undefined || record.status === 'sending' || record.watch.state === 'off';
    this.tell(`${nameOf(code)} → ${provider}${isFirstSend ? '' : ', once more'}`);
    if (isFirstSend) return;
    this.tally.count('calls of the watch');
    const searched = this.#searched.get(message.to.e164) ?? [];
    const unsearched = this.searchable.filter((name) => !searched.includes(name));
    const takers = this.#takers.get(message.id) ?? [];
    const call = { provider, message, record, code, takers, unsearched };
    for (const holds of RESEND_INVARIANTS) if (!holds(call)) this.break(holds.name, nameOf(code));
  }

  searchBegan(provider: string, { to }: MessageSearch): void {
    this.tell(`${to} is looked for at ${provider}`);
    this.#searched.set(to, [...(this.#searched.get(to) ?? []), provider]);
  }

  copyTaken({ messageId, provider }: Copy): void {
    this.#takers.set(messageId, [...(this.#takers.get(messageId) ?? []), provider]);
  }

  /** How a trace calls a message: by the order in which they were opened. */
  nameOf(messageId: string): string {
    const name = this.#names.get(messageId) ?? `message ${this.#names.size + 1}`;
    this.#names.set(messageId, name);
    return name;
  }

  tell(line: string): void {
    this.trace?.(`${this.clock.elapsedMs().toFixed(3).padStart(14)}  ${line}`);
  }

  break(invariant: string, where: string): void {
    this.tell(`BROKEN: ${invariant} (${where})`);
    this.broken ??= { invariant, where: `${where} at ${this.clock.elapsedMs().toFixed(3)} ms` };
  }

  #countResend({ id, watch }: MessageRecord): void {
    const times = (this.#resends.get(id) ?? 0) + 1;
    this.#resends.set(id, times);
    this.onResend();
    if (watch.state === 'resending') this.tally.count(`resent when ${watch.cause}`);
    if (times > 1) this.break('aMessageIsSentOnceMoreAtMostOnce', this.nameOf(id));
  }
}

/** Accepted copies of which no id is known. */
function lackingIn({ attempts }: MessageRecord): number {
  return attempts.filter(
    ({ status, providerMessageId }) => status === 'accepted' && providerMessageId === undefined,
  ).length;
}
