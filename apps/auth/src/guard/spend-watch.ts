import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type MessageRecord, PumpingGuard, SmsEvents, SmsService } from '@standby/sms';
import type { Subscription } from 'rxjs';
import { DecisionStore } from './decision.store.js';
import { GuardSettings } from './guard-settings.js';

/** Puts what providers say a code cost in the place of what it was taken to cost, as soon as a receipt tells. */
@Injectable()
export class SpendWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Guard');
  private subscription: Subscription | undefined;

  constructor(
    private readonly events: SmsEvents,
    private readonly sms: SmsService,
    private readonly decisions: DecisionStore,
    private readonly guard: PumpingGuard,
    private readonly settings: GuardSettings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.mode === 'off') return;
    this.subscription = this.events.stream.subscribe((event) => {
      if (event.type === 'message-status-changed') void this.note(event.messageId);
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  /** Notes the cost of a message, where its receipts tell it in US dollars. A failure is logged: it stays as it was thought. */
  async note(messageId: string): Promise<void> {
    try {
      const known = await this.decisions.costOf(messageId);
      const micros = known && chargedMicrosOf(await this.sms.status(messageId));
      if (known === undefined || micros === undefined || micros === known.cost_micros) return;
      if (await this.decisions.noteCost(known, micros))
        await this.guard.correctSpend(micros - known.cost_micros, known.decided_at);
    } catch (error) {
      this.logger.error({ msg: 'the cost of a code could not be noted', err: error });
    }
  }
}

function chargedMicrosOf(record: MessageRecord | undefined): number | undefined {
  const charges = (record?.attempts ?? []).flatMap(({ cost }) =>
    cost?.currency.toUpperCase() === 'USD' ? cost.amount : [],
  );
  if (charges.length === 0) return undefined;
  return Math.round(charges.reduce((sum, charge) => sum + charge, 0) * 1_000_000);
}
