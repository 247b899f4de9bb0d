import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type MessageRecord, PumpingGuard, SmsEvents, SmsService } from '@standby/sms';
import type { Subscription } from 'rxjs';
import { DecisionStore, type MessageCost } from './decision.store.js';
import { GuardSettings } from './guard-settings.js';

/**
 * Puts what a code cost, over all the copies of its message, in the place of what it was taken to cost: as soon as a
 * receipt tells, or one more copy was sent.
 */
@Injectable()
export class SpendWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Guard');
  #subscription: Subscription | undefined;

  constructor(
    private readonly events: SmsEvents,
    private readonly sms: SmsService,
    private readonly decisions: DecisionStore,
    private readonly guard: PumpingGuard,
    private readonly settings: GuardSettings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.mode === 'off') return;
    this.#subscription = this.events.stream.subscribe((event) => {
      if (event.type === 'message-status-changed' || event.type === 'message-resent')
        void this.note(event.messageId);
    });
  }

  onModuleDestroy(): void {
    this.#subscription?.unsubscribe();
  }

  /**
   * Notes what a message cost: of each copy what a receipt tells in US dollars, else its estimate. A failure is logged:
   * it stays as it was thought.
   */
  async note(messageId: string): Promise<void> {
    try {
      const known = await this.decisions.costOf(messageId);
      const cost = known && costOf(await this.sms.status(messageId));
      if (known === undefined || cost === undefined || cost.micros === known.cost_micros) return;
      // Somebody else's record may have been an older one.
      if (!(await this.decisions.noteCost(known, cost))) return await this.note(messageId);
      await this.guard.correctSpend(cost.micros - known.cost_micros, known.decided_at);
    } catch (error) {
      this.#logger.error({ msg: 'the cost of a code could not be noted', err: error });
    }
  }
}

/** `undefined` where no copy is known that may have been sent. */
function costOf(record: MessageRecord | undefined): MessageCost | undefined {
  const copies = (record?.attempts ?? []).flatMap(({ cost, estimatedCost }) => {
    if (cost?.currency.toUpperCase() === 'USD') return { usd: cost.amount, source: 'receipt' };
    return estimatedCost === undefined ? [] : { usd: estimatedCost.amount, source: 'estimate' };
  });
  if (copies.length === 0) return undefined;
  const micros = Math.round(copies.reduce((sum, { usd }) => sum + usd, 0) * 1_000_000);
  return { micros, source: copies.every(({ source }) => source === 'receipt') ? 'receipt' : 'estimate' };
}
