import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  assertServed,
  type CheckState,
  costMicrosOf,
  type Decision,
  type GuardedRequest,
  type GuardMode,
  maskPhoneNumber,
  type PhoneNumber,
  PumpingGuard,
  prefixOf,
  type Standing,
} from '@standby/sms';
import { AccountsService } from '../accounts/accounts.service.js';
import { Problem } from '../http/problem.js';
import { HumanCheck, HumanCheckUnavailableError } from '../human-check/human-check.js';
import { KeyRing } from '../keys/key-ring.js';
import { WallClock } from '../wall-clock.js';
import type { CodeRequest } from './code-request.js';
import { DecisionStore } from './decision.store.js';
import { underEveryKey } from './every-key-counters.js';
import { GuardSettings } from './guard-settings.js';

/** When to try again where a human check cannot be made, in ms. */
const RETRY_AFTER_MS = 5_000;

/** What the guard let through; what is called here fails nobody. */
export interface GuardPass {
  /**
   * A message carried the code, or may have.
   *
   * @param messageId `null` where nobody is known to have accepted it
   * @param copies how many of it may have been sent: each of them costs
   */
  sent(messageId: string | null, copies: number): Promise<void>;
  /** Nothing was sent, so that it cost nothing; that it was asked for still counts. */
  unspent(): Promise<void>;
  /** Nothing was sent, for a reason that is not the request's: as if it had not been asked for. */
  withdrawn(): Promise<void>;
}

const UNGUARDED: GuardPass = {
  sent: async () => {},
  unspent: async () => {},
  withdrawn: async () => {},
};

/** Asks the pumping guard about each code before it is sent, and keeps what it decided and why. */
@Injectable()
export class CodeGuard {
  readonly #logger = new Logger('Guard');

  constructor(
    private readonly guard: PumpingGuard,
    private readonly decisions: DecisionStore,
    private readonly settings: GuardSettings,
    private readonly accounts: AccountsService,
    @Inject(HumanCheck) private readonly humanCheck: HumanCheck | undefined,
    private readonly keys: KeyRing,
    private readonly clock: WallClock,
  ) {}

  /** @throws {DestinationRefusedError} when the recipient is not served, whatever the mode. */
  assertServed(to: PhoneNumber): void {
    assertServed(to, this.settings.policy);
  }

  /**
   * Lets a code through, or not. While it only records, it lets everything through, whatever happens to it.
   *
   * @throws {Problem} `destination-blocked`, `human-check-required`, or `unavailable` where the check cannot be made.
   * @throws whatever the database throws, while it enforces.
   */
  async pass(request: CodeRequest): Promise<GuardPass> {
    const { mode } = this.settings;
    if (mode === 'off') return UNGUARDED;
    try {
      return await this.#weigh(request, mode);
    } catch (error) {
      if (mode === 'enforce') throw error;
      this.#logger.error({ msg: 'the guard could not record a code', err: error });
      return UNGUARDED;
    }
  }

  /** A challenge was verified: what was sent for it was no pumping. Fails nobody. */
  async verified(challenge: string): Promise<void> {
    if (this.settings.mode === 'off') return;
    await this.#quietly('note a verified code', async () => {
      const now = this.clock.now();
      await this.guard.verified(await this.decisions.noteVerified(challenge, now), now);
    });
  }

  async #weigh(request: CodeRequest, mode: GuardMode): Promise<GuardPass> {
    const { to, client, challenge, segments, occasion } = request;
    const now = this.clock.now();
    const guarded: GuardedRequest = {
      country: to.country,
      prefix: underEveryKey(this.keys.guard.candidatesOf(prefixOf(to.e164))),
      address: underEveryKey(this.keys.guard.candidatesOf(client.countedAs)),
    };
    const number = this.keys.guard.of(to.e164);
    const standing = await this.#standingOf(request);
    const costMicros = costMicrosOf(this.settings.prices, to.country, segments);
    const decision = await this.guard.decide(
      guarded,
      {
        mode,
        standing: this.settings.passes === 'nobody' ? 'new' : standing,
        costMicros,
        check: () => this.#checked(request, number),
      },
      now,
    );
    const id = randomUUID();
    await this.decisions.put({
      ...guarded,
      id,
      decided_at: now,
      occasion,
      verdict: decision.verdict,
      effect: decision.effect,
      reasons: JSON.stringify(decision.reasons),
      standing,
      masked_number: maskPhoneNumber(to.e164),
      number,
      challenge,
      message_id: null,
      cost_micros: costMicros,
      cost_source: 'estimate',
      verified_at: null,
    });
    this.#tell(request, decision);
    if (decision.effect === 'refused') throw new Problem('destination-blocked');
    if (decision.effect === 'check-asked') throw await this.#demand(request, number);
    const unspent = () => this.guard.correctSpend(-costMicros, now);
    return {
      sent: (messageId, copies) =>
        this.#quietly('note a message', async () => {
          await this.decisions.noteMessage(id, messageId, costMicros * copies);
          if (copies > 1) await this.guard.correctSpend(costMicros * (copies - 1), now);
        }),
      unspent: () => this.#quietly('give a cost back', unspent),
      withdrawn: () =>
        this.#quietly('withdraw a code', async () => {
          await unspent();
          await this.guard.withdraw(guarded, now);
        }),
    };
  }

  /** Accounts are looked up only where that is not kept a secret anyway. */
  async #standingOf({ asker, to }: CodeRequest): Promise<Standing> {
    const isKnown =
      asker === 'confirmed' ||
      (this.settings.passes === 'accounts' && (await this.accounts.isKnown(to.e164)));
    return isKnown ? 'known' : 'new';
  }

  async #checked({ client, proof }: CodeRequest, number: string): Promise<CheckState> {
    if (this.humanCheck === undefined) return 'none';
    if (proof === undefined) return 'open';
    try {
      return (await this.humanCheck.passes(proof, { number, client })) ? 'passed' : 'open';
    } catch (error) {
      if (!(error instanceof HumanCheckUnavailableError)) throw error;
      this.#logger.error({ msg: 'the human check cannot be made', reason: error.reason });
      throw new Problem('unavailable', { retryAfterMs: RETRY_AFTER_MS, cause: error });
    }
  }

  async #demand({ client }: CodeRequest, number: string): Promise<Problem> {
    const demand = await this.humanCheck?.demand({ number, client });
    return new Problem('human-check-required', demand && { members: { humanCheck: demand } });
  }

  #tell({ to }: CodeRequest, { verdict, effect, reasons }: Decision): void {
    if (verdict === 'allow') return;
    this.#logger.warn({
      msg: 'the guard objects to a code',
      to: maskPhoneNumber(to.e164),
      country: to.country,
      effect,
      objections: reasons.map(({ of }) => of),
    });
  }

  async #quietly(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.error({ msg: 'the guard failed', what, err: error });
    }
  }
}
