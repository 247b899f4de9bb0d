import { Test } from '@nestjs/testing';
import {
  CLOCK,
  type OutcomeStore,
  ProviderError,
  type SentMessage,
  SmsModule,
  SmsService,
} from '@standby/sms';
import { ManualClock } from '@standby/sms/testing';
import { assert, expect } from 'vitest';

export const WINDOW_MS = 300_000;
/** Longest that anybody waits for a send: its deadline, and the margin after which its holder is taken for dead. */
export const PATIENCE_MS = 41_000;

/** What a provider makes of a message. */
export type Fate = 'accepted' | 'refused' | 'ambiguous';

/** One message that reached the provider. */
interface ProviderSend {
  readonly key: string;
  readonly messageId: string;
  readonly at: number;
  readonly process: Process;
  fate: Fate | 'under way';
  readonly end: (fate: Fate) => void;
}

/** One call of `send`, and what it was told. */
interface Call {
  readonly key: string;
  readonly at: number;
  readonly process: Process;
  told?: SentMessage | Error;
}

/** A process of its own: what it has in memory dies with it. */
export interface Process {
  readonly sms: SmsService;
  readonly clock: ManualClock;
  state: 'alive' | 'crashed';
}

/** Processes that send under the same keys through one provider, and all that has happened. */
export class SendingWorld {
  readonly sends: ProviderSend[] = [];
  readonly calls: Call[] = [];
  readonly processes: Process[] = [];
  #now = Date.UTC(2030, 0, 1);

  /** @param connect a connection to the shared store, for one process */
  constructor(private readonly connect: (process: () => Process | undefined) => Promise<OutcomeStore>) {}

  get now(): number {
    return this.#now;
  }

  async startProcess(): Promise<Process> {
    const clock = new ManualClock(this.#now);
    let process: Process | undefined;
    const provider = {
      name: 'own',
      send: async ({ id, text }: { id: string; text: string }, signal: AbortSignal) => {
        assert(process);
        return this.#take(text, id, process, signal);
      },
    };
    const module = SmsModule.forRoot({
      order: ['own'],
      providers: [provider],
      probe: 'off',
      failover: { consecutiveFailures: 1000, minimumCalls: 100_000 },
      idempotencyWindowMs: WINDOW_MS,
      outcomeStore: await this.connect(() => process),
    });
    const testing = Test.createTestingModule({ imports: [module] })
      .overrideProvider(CLOCK)
      .useValue(clock);
    process = { sms: (await testing.compile()).get(SmsService), clock, state: 'alive' };
    this.processes.push(process);
    return process;
  }

  /** Calls `send` and lets it go on by itself. */
  call(process: Process, key: string): void {
    const call: Call = { key, at: this.#now, process };
    this.calls.push(call);
    process.sms.send({ to: '+447400123456', text: key, idempotencyKey: key }).then(
      (message) => {
        call.told = message;
      },
      (error: unknown) => {
        call.told = error instanceof Error ? error : new TypeError('not an error');
      },
    );
  }

  /** Nothing of it goes on: its timers stand still, and what it waits for never comes. */
  crash(process: Process): void {
    process.state = 'crashed';
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    const alive = this.processes.filter(({ state }) => state === 'alive');
    await Promise.all(alive.map(({ clock }) => clock.advanceAsync(ms)));
  }

  /** Fails when a key was sent under twice, or anybody was told what did not come of it. */
  check(): void {
    for (const [index, send] of this.sends.entries()) {
      const earlier = this.sends.slice(0, index).filter(({ key }) => key === send.key);
      for (const { fate, at } of earlier)
        assert(fate === 'refused' || send.at - at >= WINDOW_MS, `${send.key} is sent twice: ${fate} before`);
    }
    for (const call of this.calls) this.#checkTold(call);
  }

  /** Fails when a call in a process that is alive has not been told. */
  checkNobodyWaits(): void {
    const waiting = this.calls.filter(({ process, told }) => process.state === 'alive' && told === undefined);
    expect(waiting.map(({ key }) => key)).toEqual([]);
  }

  #checkTold({ key, at, told }: Call): void {
    if (told === undefined) return;
    if (told instanceof Error) {
      expect(told).toMatchObject({ name: 'UndeliverableError', maybeSent: false });
      return;
    }
    const send = this.sends.find(({ messageId }) => messageId === told.id);
    const isLost = send === undefined || send.process.state === 'crashed' || send.fate === 'ambiguous';
    if (told.status === 'unknown') assert(isLost, `${key} is not known, though its process lives`);
    else expect(send).toMatchObject({ key, fate: 'accepted' });
    if (send !== undefined) expect(at - send.at, 'ms after the send').toBeLessThan(WINDOW_MS);
    const others = this.calls.flatMap((call) => (call.told instanceof Error ? [] : (call.told ?? [])));
    for (const other of others) if (other.id === told.id) expect(other).toEqual(told);
  }

  #take(key: string, messageId: string, process: Process, signal: AbortSignal) {
    const { promise, resolve, reject } = Promise.withResolvers<{ providerMessageId: string }>();
    const end = (fate: Fate) => {
      if (send.fate !== 'under way') return;
      send.fate = fate;
      if (fate === 'accepted') resolve({ providerMessageId: `of ${messageId}` });
      const kind = fate === 'refused' ? 'invalid-recipient' : 'ambiguous';
      reject(new ProviderError({ kind, provider: 'own', code: fate }));
    };
    const send: ProviderSend = {
      key,
      messageId,
      at: process.clock.wallMs(),
      process,
      fate: 'under way',
      end,
    };
    signal.addEventListener('abort', () => end('ambiguous'));
    this.sends.push(send);
    return promise;
  }
}
