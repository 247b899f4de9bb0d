import { Module } from '@nestjs/common';
import { PumpingCounters, PumpingGuard } from '@standby/sms';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AppConfig } from '../app.config.js';
import { destinationPolicyOf, guardModeOf, priceTableOf, pumpingRulesOf } from '../config/guard-options.js';
import { HumanCheckModule } from '../human-check/human-check.module.js';
import { DAY_MS } from '../wall-clock.js';
import { CodeGuard } from './code-guard.js';
import { DecisionStore } from './decision.store.js';
import { EveryKeyCounters } from './every-key-counters.js';
import { GuardConfig } from './guard.config.js';
import { GuardSettings } from './guard-settings.js';
import { GuardSweep } from './guard-sweep.js';
import { SpendWatch } from './spend-watch.js';
import { SqlPumpingCounters } from './sql-pumping-counters.js';

/** Whether a code may be sent there, and whether it looks like pumping. */
@Module({
  imports: [AccountsModule, HumanCheckModule],
  providers: [
    CodeGuard,
    DecisionStore,
    GuardSweep,
    SpendWatch,
    SqlPumpingCounters,
    {
      provide: PumpingCounters,
      inject: [SqlPumpingCounters],
      useFactory: (counters: SqlPumpingCounters) => new EveryKeyCounters(counters),
    },
    {
      provide: PumpingGuard,
      inject: [GuardConfig, PumpingCounters],
      useFactory: (config: GuardConfig, counters: PumpingCounters) =>
        new PumpingGuard(pumpingRulesOf(config), counters),
    },
    {
      provide: GuardSettings,
      inject: [AppConfig, GuardConfig],
      useFactory: (app: AppConfig, guard: GuardConfig): GuardSettings => ({
        mode: guardModeOf(app, guard),
        policy: destinationPolicyOf(app, guard),
        prices: priceTableOf(guard),
        passes: guard.GUARD_PASSES,
        keptMs: guard.GUARD_LOG_DAYS * DAY_MS,
      }),
    },
  ],
  exports: [CodeGuard],
})
export class GuardModule {}
