import { SmsEvents } from '../events/sms.events.js';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import type { FailureKind } from '../providers/handling.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { MemoryLeases } from '../resilience/memory-leases.js';
import type { CircuitBoard } from '../sharing/circuit-board.js';
import { SharedCircuits } from '../sharing/shared-circuits.js';
import { guardAll } from '../sms.providers.js';
import type { ManualClock } from './manual-clock.js';

const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');

/** One process that shares its circuits; of two providers each fails as it is told. */
export class InstanceOnABoard {
  readonly first = new MockProvider('first');
  readonly second = new MockProvider('second');
  readonly #providers: readonly GuardedProvider[];
  readonly circuits: SharedCircuits;

  constructor(board: CircuitBoard | undefined, leases: MemoryLeases, clock: ManualClock) {
    const options = parseSmsOptions({ order: ['first', 'second'], failover: { consecutiveFailures: 2 } });
    const events = new SmsEvents();
    this.#providers = guardAll([this.first, this.second], options, clock, () => 0, events);
    this.circuits = new SharedCircuits(this.#providers, board, leases, events, clock);
  }

  of(name: string): GuardedProvider {
    const provider = this.#providers.find((candidate) => candidate.name === name);
    if (provider === undefined) throw new RangeError(`There is no provider ${name}.`);
    return provider;
  }

  /** What became of one call: `accepted`, or the code of its failure. */
  async call(name: string): Promise<string> {
    const sending = this.of(name).send(message, new AbortController().signal);
    return sending.then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );
  }

  async fail(name: 'first' | 'second', kind: FailureKind = 'unavailable'): Promise<void> {
    this[name].failNext(kind, kind);
    await this.call(name);
    await this.call(name);
  }

  isOpen(name: string): boolean {
    return this.of(name).standing().breaker === 'open';
  }
}
