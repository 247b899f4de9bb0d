import type { CircuitChanged } from '../../libs/sms/src/events/sms.events.js';
import type { OutboundMessage } from '../../libs/sms/src/message/outbound-message.js';
import type { GuardedProvider } from '../../libs/sms/src/providers/guarded-provider.js';
import type { SmsOptions } from '../../libs/sms/src/sms.options.js';
import type { Answer } from './call-script.js';
import { countEnd, tellEnd } from './end-counts.js';
import { BreakerWatch } from './invariants/breaker-watch.js';
import { BudgetWatch } from './invariants/budget-watch.js';
import { CALL_INVARIANTS, whoeverIsCutOffHadItsTime } from './invariants/call-invariants.js';
import { KeyWatch } from './invariants/key-watch.js';
import { leftBehind } from './invariants/leftovers.js';
import { ReachWatch } from './invariants/reach-watch.js';
import {
  attemptsOf,
  CALLER_INVARIANTS,
  type EndedSend,
  HANDOVER_INVARIANTS,
  type SendInvariant,
} from './invariants/send-invariants.js';
import type { CallWitness } from './simulated-provider.js';
import { nameOf, type ProviderCall, type SendEnd, type SimulatedSend } from './simulated-send.js';
import type { SimulatedStore } from './storage/simulated-store.js';
import { Tally } from './tally.js';
import type { VirtualClock } from './virtual-clock.js';

/** Takes a line of a trace. */
export type Trace = (line: string) => void;

/** Sees all that happens in a world and holds every invariant against it. */
export class Witness implements CallWitness {
  readonly tally = new Tally();
  /** The first invariant found broken: engine and adapters swallow what is thrown inside them. */
  broken: { readonly invariant: string; readonly where: string } | undefined;
  readonly keys: KeyWatch;
  readonly #breakers: ReadonlyMap<string, BreakerWatch>;
  readonly #budgets: BudgetWatch;
  readonly #reach: ReachWatch;
  /** By their index, which every message has with it. */
  readonly #sends = new Map<number, SimulatedSend>();
  readonly #underWayAt = new Map<string, number>();
  #guarded: readonly GuardedProvider[] = [];
  #stores: readonly SimulatedStore[] = [];
  #signals: AbortSignal[] = [];
  #underWay = 0;
  #admitted = 0;
  #recorded = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly options: SmsOptions,
    private readonly trace?: Trace,
  ) {
    const { order, failover } = options;
    this.#breakers = new Map(order.map((name) => [name, new BreakerWatch(failover)]));
    this.#budgets = new BudgetWatch(failover, order.length);
    this.#reach = new ReachWatch(clock, failover);
    this.keys = new KeyWatch(clock, () => this.#budgets.sendBegan());
  }

  watch(guarded: readonly GuardedProvider[], stores: readonly SimulatedStore[]): void {
    this.#guarded = guarded;
    this.#stores = stores;
  }

  sendBegan(send: SimulatedSend): void {
    this.#sends.set(send.index, send);
    this.#underWay += 1;
    this.#reach.sendBegan();
    if (send.door === 'open' && send.key === undefined) {
      this.#admitted += 1;
      this.#budgets.sendBegan();
    }
    if (send.caller) this.#signals.push(send.caller.signal);
    this.tally.count('sends');
    this.#tell?.(
      `${nameOf(send)} begins, for ${send.deadlineMs} ms${send.door === 'open' ? '' : ', after closing'}`,
    );
  }

  callerGaveUp(send: SimulatedSend): void {
    this.tally.count('caller gave up');
    this.#tell?.(`${nameOf(send)} is given up by its caller`);
  }

  sendEnded(send: SimulatedSend, end: SendEnd): void {
    const { clock } = this;
    if (send.end.state === 'ended') this.#break('everySendEndsOnce', nameOf(send));
    const endedAtMs = clock.elapsedMs();
    send.end = { state: 'ended', step: clock.step, atMs: endedAtMs, as: end };
    this.#underWay -= 1;
    this.#reach.sendEnded();
    this.#tell?.(`${nameOf(send)} ends: ${tellEnd(end)}`);
    countEnd(this.tally, send, end);

    // What was handed over until the deadline is still kept, for a tick in each store.
    const ticks = 1 + this.#stores.length;
    const latestMs = clock.latestEndMs(this.keys.lastMoveMs(send), send.deadlineMs, ticks);
    const { order: providers } = this.options;
    const [attempts, handedOverAtMs] = [attemptsOf(end), send.beganAtMs];
    const ended = { send, end, attempts, handedOverAtMs, endedAtMs, latestMs, providers };
    this.#hold(CALLER_INVARIANTS, { ...ended, stillWithin: [] });
    if (send.key !== undefined) this.#keyedEnded(ended, send.key);
    else this.#handoverEnded(ended);
  }

  /** The service logged what became of a message. */
  messageRecorded(messageId: string): void {
    if (!this.keys.isRecordOfKey(messageId)) this.#recorded += 1;
  }

  circuitChanged(event: CircuitChanged): void {
    const { provider, from, to, country } = event;
    this.tally.count(`circuit ${to}`);
    this.#tell?.(`${provider}${country ? ` for ${country}` : ''}: circuit ${from} → ${to}`);
    this.#reach.circuitChanged(provider, event);
    const finding = this.#breakers.get(provider)?.transition(event, this.clock.elapsedMs());
    if (finding) this.#break(finding, provider);
  }

  callBegan(provider: string, message: OutboundMessage, signal: AbortSignal): ProviderCall {
    const send = this.#sends.get(message.validForSeconds ?? 0);
    if (send === undefined) throw new RangeError('A message nobody sent.');
    const { clock } = this;
    const end = { state: 'under way' } as const;
    const began = { beganAtMs: clock.elapsedMs(), beganAtStep: clock.step };
    const call: ProviderCall = { provider, send, ...began, signal, end, custody: 'not taken' };
    send.calls.push(call);
    this.#signals.push(signal);
    this.#tell?.(`${nameOf(send)} → ${provider}`);
    const underWay = (this.#underWayAt.get(provider) ?? 0) + 1;
    this.#underWayAt.set(provider, underWay);
    const scene = { underWay, options: this.options };
    for (const holds of CALL_INVARIANTS) if (!holds(call, scene)) this.#break(holds.name, nameOf(send));
    const keyFinding = send.key === undefined ? undefined : this.keys.callBegan(call, message.id);
    if (keyFinding) this.#break(keyFinding, nameOf(send));
    const stated = this.#guarded.find(({ name }) => name === provider)?.standing().breaker ?? 'closed';
    const finding = this.#breakers.get(provider)?.callBegan(call, stated);
    if (finding) this.#break(finding, `${provider} is asked for ${nameOf(send)}`);
    return call;
  }

  callAnswered(call: ProviderCall, answer: Answer): void {
    this.#callEnded(call, 'answer', answer);
    this.#breakers.get(call.provider)?.callAnswered(call, answer);
  }

  callGivenUp(call: ProviderCall, answer: Answer): void {
    this.#callEnded(call, 'abort', answer);
    if (!whoeverIsCutOffHadItsTime(call, this.clock.elapsedMs(), this.options))
      this.#break(whoeverIsCutOffHadItsTime.name, `${call.provider} for ${nameOf(call.send)}`);
    if (answer.kind === 'accepted') this.#breakers.get(call.provider)?.callAccepted(call);
  }

  callAnsweredLate(call: ProviderCall): void {
    this.tally.count('answer too late');
    this.#breakers.get(call.provider)?.callAccepted(call);
  }

  /** To be called after every event, once everything has settled. */
  stepEnded(): void {
    if (this.keys.broken) this.#break(this.keys.broken, 'a key is asked for');
    if (this.#underWay > 0) return;
    const { timers } = this.clock;
    const left = { timers, stores: this.#stores, guarded: this.#guarded, signals: this.#signals };
    const finding = leftBehind(left);
    this.#signals = [];
    if (finding) this.#break(finding, 'while no send is under way');
    if (this.#recorded !== this.#admitted)
      this.#break('everySendIsRecordedOnce', `${this.#recorded} of ${this.#admitted}`);
  }

  serviceClosed(): void {
    this.#tell?.('the service is closed');
    if (this.#underWay > 0) this.#break('closingWaitsForThoseUnderWay', `${this.#underWay} under way`);
  }

  /** To be called when nothing more can happen. */
  worldEnded(closing: string): void {
    for (const send of this.#sends.values())
      if (send.end.state === 'under way') this.#break('everySendEnds', nameOf(send));
    if (this.keys.unrecorded > 0)
      this.#break('everySendIsRecordedOnce', `${this.keys.unrecorded} with a key`);
    if (closing !== 'closed') this.#break('closingEnds', 'at the end of the world');
  }

  get #tell(): Trace | undefined {
    const { trace, clock } = this;
    return trace && ((line) => trace(`${clock.elapsedMs().toFixed(3).padStart(14)}  ${line}`));
  }

  #keyedEnded(ended: Omit<EndedSend, 'stillWithin'>, key: string): void {
    const { send, end } = ended;
    const telling = this.keys.ended(send, key, end);
    if ('broken' in telling) this.#break(telling.broken, nameOf(send));
    else this.tally.count(`told ${telling.told}`);
    if ('handedOverAtMs' in telling)
      this.#handoverEnded({ ...ended, send: telling.send, handedOverAtMs: telling.handedOverAtMs });
  }

  #handoverEnded(ended: Omit<EndedSend, 'stillWithin'>): void {
    const finding = this.#budgets.sendEnded(ended.end, this.#underWay);
    const stillWithin = this.#reach.stillWithin(ended, this.#guarded, this.#budgets.retriesLeft);
    this.#hold(HANDOVER_INVARIANTS, { ...ended, stillWithin });
    if (finding) this.#break(finding, nameOf(ended.send));
  }

  #hold(invariants: readonly SendInvariant[], ended: EndedSend): void {
    for (const holds of invariants) if (!holds(ended)) this.#break(holds.name, nameOf(ended.send));
  }

  #callEnded(call: ProviderCall, by: 'answer' | 'abort', answer: Answer): void {
    call.end = { state: 'ended', step: this.clock.step, atMs: this.clock.elapsedMs(), as: { by, answer } };
    this.#underWayAt.set(call.provider, (this.#underWayAt.get(call.provider) ?? 0) - 1);
    this.tally.count(by === 'answer' ? `answer ${answer.kind}` : 'call given up');
    this.#tell?.(`${nameOf(call.send)} ← ${call.provider} ${answer.kind} on ${by}, ${call.custody}`);
  }

  #break(invariant: string, where: string): void {
    this.#tell?.(`BROKEN: ${invariant} (${where})`);
    this.broken ??= { invariant, where: `${where} at ${this.clock.elapsedMs().toFixed(3)} ms` };
  }
}
