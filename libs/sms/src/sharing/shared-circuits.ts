import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  Optional,
} from '@nestjs/common';
import { type CircuitChanged, SmsEvents } from '../events/sms.events.js';
import { GUARDED_PROVIDERS, type GuardedProvider } from '../providers/guarded-provider.js';
import { CLOCK, type Clock } from '../resilience/clock.js';
import { Leases } from '../resilience/leases.js';
import { Repeating } from '../resilience/repeating.js';
import { TimedLeases } from '../resilience/timed-leases.js';
import { orSilent, STORE_LIMIT_MS } from '../resilience/within.js';
import { CircuitBoard, type CircuitNotice } from './circuit-board.js';
import { breakerOf, type Circuit, Circuits } from './circuits.js';
import { ProbeRights } from './probe-rights.js';

/** Time between two looks at the board, in ms: so much later than the first do the others leave a provider alone. */
const LOOK_EVERY_MS = 1000;
/** How far each look goes back behind the last, in ms: clocks differ. */
const OVERLAP_MS = 30_000;
/** How far the first one goes back, in ms: longer than any circuit stays open. */
const FIRST_LOOK_BACK_MS = 172_800_000;

/**
 * Shares the circuits of the providers among the instances on one board: what one has found out the others need not
 * find out again, and of all of them one makes the probe.
 *
 * What was only heard never takes the last provider away: an instance that has lost its network must not take the
 * others down with it. While the board cannot be reached, or is silent, every instance goes by what it knows itself.
 */
@Injectable()
export class SharedCircuits implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('SmsProvider');
  readonly #me = randomUUID();
  readonly #circuits: Circuits;
  readonly #rights: ProbeRights;
  /** Notices of this instance's that are not on the board yet, one a circuit. */
  readonly #unposted = new Map<string, CircuitNotice>();
  /** When that was found out which this instance goes by, as its finder's clock says, by circuit. */
  readonly #known = new Map<string, number>();
  #contact: 'reached' | 'lost' = 'lost';
  #lookFrom: number;
  readonly #looks: Repeating | undefined;

  constructor(
    @Inject(GUARDED_PROVIDERS) providers: readonly GuardedProvider[],
    @Optional() @Inject(CircuitBoard) private readonly board: CircuitBoard | undefined,
    leases: Leases,
    events: SmsEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#circuits = new Circuits(providers);
    this.#rights = new ProbeRights(new TimedLeases(leases, clock), this.#me, clock);
    this.#lookFrom = clock.wallMs() - FIRST_LOOK_BACK_MS;
    if (board === undefined) return;
    this.#looks = new Repeating(clock, () => this.#look(board));
    for (const { breakers, name } of providers)
      breakers.share((country) => this.#mayProbe(this.#circuits.find(name, country)));
    events.stream.subscribe((event) => {
      if (event.type === 'circuit-changed' && event.by === 'itself') this.#note(event);
    });
  }

  /** What the others know is known here before the first message is sent. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.board !== undefined) this.#looks?.start(await this.#look(this.board));
  }

  async onModuleDestroy(): Promise<void> {
    await this.#looks?.stop();
    this.#contact = 'lost';
  }

  /** @returns milliseconds until the next look */
  async #look(board: CircuitBoard): Promise<number> {
    try {
      await this.#post(board);
      await this.#heedAll(board);
      for (const circuit of this.#circuits.notClosed()) await this.#rights.ask(circuit);
      this.#contact = 'reached';
    } catch (error) {
      if (this.#contact === 'reached') this.#logger.error({ msg: 'circuits are not shared', err: error });
      this.#contact = 'lost';
    }
    return LOOK_EVERY_MS;
  }

  #note({ provider, country, to }: CircuitChanged): void {
    const circuit = this.#circuits.find(provider, country);
    const breaker = circuit && breakerOf(circuit);
    if (circuit === undefined || breaker === undefined || to === 'half-open') return;
    const { name } = circuit;
    // Later than what it goes against, though whoever found that out had a clock that is ahead.
    const at = Math.max(this.clock.wallMs(), (this.#known.get(name) ?? 0) + 1);
    const openUntil = to === 'open' ? Math.round(at + breaker.retryAfterMs()) : 0;
    const notice = { circuit: name, state: to, openings: breaker.openings, openUntil, at, by: this.#me };
    this.#unposted.set(name, notice);
    this.#known.set(name, at);
    this.#doubtHearsay();
  }

  async #post(board: CircuitBoard): Promise<void> {
    for (const [circuit, notice] of this.#unposted) {
      await orSilent(STORE_LIMIT_MS, this.clock, board.post(notice));
      if (this.#unposted.get(circuit) === notice) this.#unposted.delete(circuit);
    }
  }

  async #heedAll(board: CircuitBoard): Promise<void> {
    const now = this.clock.wallMs();
    const notices = await orSilent(STORE_LIMIT_MS, this.clock, board.read(this.#lookFrom));
    this.#lookFrom = now - OVERLAP_MS;
    for (const notice of notices) {
      const circuit = this.#circuits.byName(notice.circuit);
      const isNews = notice.by !== this.#me && notice.at > (this.#known.get(notice.circuit) ?? 0);
      if (circuit !== undefined && isNews) this.#heed(circuit, notice, now);
    }
    this.#doubtHearsay();
  }

  #heed(
    { provider, country }: Circuit,
    { circuit, state, openings, openUntil, at }: CircuitNotice,
    now: number,
  ): void {
    this.#known.set(circuit, at);
    const { breakers } = provider;
    const leftMs = openUntil - now;
    if (state === 'closed') breakers.heed(country, { state });
    // Whoever found that out is gone, and nobody has found out anything since.
    else if (leftMs >= -breakers.longestOpenMs) {
      // However wrong the clock of whoever found it out is.
      const forMs = Math.min(leftMs, openUntil - at, breakers.longestOpenMs);
      breakers.heed(country, { state, openings, forMs: Math.max(0, forMs) });
    }
  }

  /** Tries for itself whom others have given up, where nobody else is left. */
  #doubtHearsay(): void {
    for (const circuit of this.#circuits.notClosed()) {
      const isHearsay = breakerOf(circuit)?.openedBy === 'another';
      if (isHearsay && !this.#circuits.isCarriedByAnother(circuit))
        circuit.provider.breakers.heed(circuit.country, { state: 'closed' });
    }
  }

  #mayProbe(circuit: Circuit | undefined): boolean {
    if (circuit === undefined || this.#contact === 'lost') return true;
    return this.#rights.has(circuit) || !this.#circuits.isCarriedByAnother(circuit);
  }
}
