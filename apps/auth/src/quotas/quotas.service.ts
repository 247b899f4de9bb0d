import { Injectable, Logger } from '@nestjs/common';
import type { CodeRequest } from '../guard/code-request.js';
import type { ClientAddress } from '../http/client-address.js';
import { Problem } from '../http/problem.js';
import { QuotaConfig } from './quota.config.js';
import { clientQuotas, globalQuotas, type Quota, sendingQuotas, verificationQuotas } from './quota.js';
import { QuotaCounters, type Use } from './quota-counters.js';

/** What a request was promised of the quotas. */
export interface Reservation {
  /** Gives it back. A failure is logged and leaves it used: the quotas err on the side of the few. */
  refund(): Promise<void>;
}

const NOTHING: Reservation = { refund: async () => {} };

/** Who may ask how often. The quotas are in `quota.ts`, and how they are counted in `quota-counters.ts`. */
@Injectable()
export class QuotasService {
  readonly #logger = new Logger('Quotas');

  constructor(
    private readonly counters: QuotaCounters,
    private readonly config: QuotaConfig,
  ) {}

  /**
   * Reserves one code to a number.
   *
   * @throws {Problem} `quota-exceeded`; nothing was reserved.
   * @throws whatever the database throws, as far as `QUOTA_SENDING_FAILURE` has it.
   */
  async reserveCode(request: Pick<CodeRequest, 'to' | 'asker' | 'client'>): Promise<Reservation> {
    const { QUOTAS: mode, QUOTA_SENDING_FAILURE: policy } = this.config;
    if (mode === 'off') return NOTHING;
    try {
      return await this.#reserve(sendingQuotas(this.config, request));
    } catch (error) {
      if (error instanceof Problem || policy === 'closed') throw error;
      this.#tellUncounted('codes', policy, error);
      return policy === 'open' ? NOTHING : this.#reserve(globalQuotas(this.config));
    }
  }

  /**
   * Reserves one code that nothing is sent of.
   *
   * @throws {Problem} `quota-exceeded`; nothing was reserved.
   * @throws whatever the database throws, where `QUOTA_SENDING_FAILURE` is `closed`.
   */
  async reserveUnsent(client: ClientAddress): Promise<Reservation> {
    const { QUOTAS: mode, QUOTA_SENDING_FAILURE: policy } = this.config;
    if (mode === 'off') return NOTHING;
    try {
      return await this.#reserve(clientQuotas(this.config, client));
    } catch (error) {
      if (error instanceof Problem || policy === 'closed') throw error;
      this.#tellUncounted('codes', policy, error);
      return NOTHING;
    }
  }

  /**
   * Reserves one try of a code; the caller gives it back when the code was right.
   *
   * @throws {Problem} `quota-exceeded`; nothing was reserved.
   * @throws whatever the database throws, as far as `QUOTA_VERIFICATION_FAILURE` has it.
   */
  async reserveVerification(client: ClientAddress): Promise<Reservation> {
    const { QUOTAS: mode, QUOTA_VERIFICATION_FAILURE: policy } = this.config;
    if (mode === 'off') return NOTHING;
    try {
      return await this.#reserve(verificationQuotas(this.config, client));
    } catch (error) {
      if (error instanceof Problem || policy === 'closed') throw error;
      this.#tellUncounted('verifications', policy, error);
      return NOTHING;
    }
  }

  async #reserve(quotas: readonly Quota[]): Promise<Reservation> {
    const answer = await this.counters.reserve(quotas);
    if (answer.answer === 'exceeded') {
      this.#logger.log({ msg: 'a quota is used up', quota: answer.quota.name });
      throw new Problem('quota-exceeded', { retryAfterMs: answer.retryAfterMs });
    }
    return { refund: () => this.#refund(answer.uses) };
  }

  async #refund(uses: readonly Use[]): Promise<void> {
    try {
      await this.counters.refund(uses);
    } catch (error) {
      this.#logger.error({ msg: 'a quota could not be given back', err: error });
    }
  }

  #tellUncounted(what: string, policy: string, error: unknown): void {
    this.#logger.error({ msg: 'the quotas cannot be counted', what, policy, err: error });
  }
}
