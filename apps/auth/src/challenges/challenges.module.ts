import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AppConfig } from '../app.config.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ChallengeStore } from './challenge.store.js';
import { ChallengeStatuses } from './challenge-status.js';
import { ChallengeSweep } from './challenge-sweep.js';
import { ChallengesController } from './challenges.controller.js';
import { ChallengeSettings, ChallengesService } from './challenges.service.js';
import { CodeMessages } from './code-messages.js';
import { CodeOutcomes } from './code-outcomes.js';

/** "Prove that you hold this phone". */
@Module({
  imports: [AccountsModule, SessionsModule],
  controllers: [ChallengesController],
  providers: [
    ChallengesService,
    ChallengeStore,
    ChallengeStatuses,
    ChallengeSweep,
    CodeMessages,
    CodeOutcomes,
    {
      provide: ChallengeSettings,
      inject: [AppConfig],
      useFactory: (config: AppConfig): ChallengeSettings => ({
        ttlMs: config.CODE_TTL_SECS * 1_000,
        maxAttempts: config.CODE_MAX_ATTEMPTS,
        resendAfterMs: config.RESEND_AFTER_SECS * 1_000,
      }),
    },
  ],
})
export class ChallengesModule {}
