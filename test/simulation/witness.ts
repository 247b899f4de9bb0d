import type { OutboundMessage } from '../../libs/sms/src/message/outbound-message.js';
import type { GuardedProvider } from '../../libs/sms/src/providers/guarded-provider.js';
import type { CircuitChanged } from '../../libs/sms/src/sms.events.js';
import type { SmsOptions } from '../../libs/sms/src/sms.options.js';
import type { Answer } from './call-script.js';
import { countEnd, tellEnd } from './end-counts.js';
import { BreakerWatch } from './invariants/breaker-watch.js';
import { BudgetWatch } from './invariants/budget-watch.js';
import { CALL_INVARIANTS, whoeverIsCutOffHadItsTime } from './invariants/call-invariants.js';
import { leftBehind } from './invariants/leftovers.js';
import { attemptsOf, SEND_INVARIANTS } from './invariants/send-invariants.js';
import type { CallWitness } from './simulated-provider.js';
import { nameOf, type ProviderCall, type SendEnd, type SimulatedSend } from './simulated-send.js';
import { Tally } from './tally.js';
import type { VirtualClock } from './virtual-clock.js';

/** Takes a line of a trace. */
export type Trace = (line: string) => void;

/** Sees all that happens in a world and holds every invariant against it. */
export class Witness implements CallWitness {
  readonly tally = new Tally();
  /** The first invariant found broken: engine and adapters swallow what is thrown inside them. */
  broken: { readonly invariant: string; readonly where: string } | undefined;
  readonly #breakers: ReadonlyMap<string, BreakerWatch>;
  readonly #budgets: BudgetWatch;
  readonly #sends = new Map<string, SimulatedSend>();
  readonly #underWayAt = new Map<string, number>();
  #guarded: readonly GuardedProvider[] = [];
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
  }

  watch(guarded: readonly GuardedProvider[]): void {
    this.#guarded = guarded;
  }

  sendBegan(send: SimulatedSend): void {
    this.#sends.set(send.to.e164, send);
    this.#underWay += 1;
    if (send.door === 'open') this.#admitted += 1;
    if (send.door === 'open') this.#budgets.sendBegan();
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
    send.end = { state: 'ended', step: clock.step, as: end };
    this.#underWay -= 1;
    this.#tell?.(`${nameOf(send)} ends: ${tellEnd(end)}`);
    countEnd(this.tally, send, end);

    const attempts = attemptsOf(end);
    const latestMs = clock.latestEndMs(send.beganAtMs, send.deadlineMs);
    const ended = { send, end, attempts, endedAtMs, latestMs, providers: this.options.order };
    for (const holds of SEND_INVARIANTS) if (!holds(ended)) this.#break(holds.name, nameOf(send));
    const finding = this.#budgets.sendEnded(end, this.#underWay);
    if (finding) this.#break(finding, nameOf(send));
  }

  /** The service logged what became of a message. */
  messageRecorded(): void {
    this.#recorded += 1;
  }

  circuitChanged(event: CircuitChanged): void {
    const { provider, from, to, country } = event;
    this.tally.count(`circuit ${to}`);
    this.#tell?.(`${provider}${country ? ` for ${country}` : ''}: circuit ${from} → ${to}`);
    const finding = this.#breakers.get(provider)?.transition(event, this.clock.elapsedMs());
    if (finding) this.#break(finding, provider);
  }

  callBegan(provider: string, message: OutboundMessage, signal: AbortSignal): ProviderCall {
    const send = this.#sends.get(message.to.e164);
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
    if (this.#underWay > 0) return;
    const { timers } = this.clock;
    const finding = leftBehind({ timers, guarded: this.#guarded, signals: this.#signals });
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
    if (closing !== 'closed') this.#break('closingEnds', 'at the end of the world');
  }

  get #tell(): Trace | undefined {
    const { trace, clock } = this;
    return trace && ((line) => trace(`${clock.elapsedMs().toFixed(3).padStart(14)}  ${line}`));
  }

  #callEnded(call: ProviderCall, by: 'answer' | 'abort', answer: Answer): void {
    call.end = { state: 'ended', step: this.clock.step, as: { by, answer } };
    this.#underWayAt.set(call.provider, (this.#underWayAt.get(call.provider) ?? 0) - 1);
    this.tally.count(by === 'answer' ? `answer ${answer.kind}` : 'call given up');
    this.#tell?.(`${nameOf(call.send)} ← ${call.provider} ${answer.kind} on ${by}, ${call.custody}`);
  }

  #break(invariant: string, where: string): void {
    this.#tell?.(`BROKEN: ${invariant} (${where})`);
    this.broken ??= { invariant, where: `${where} at ${this.clock.elapsedMs().toFixed(3)} ms` };
  }
}
