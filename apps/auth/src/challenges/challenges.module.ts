import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AdmissionModule } from '../admission/admission.module.js';
import { AppConfig } from '../app.config.js';
import { HttpModule } from '../http/http.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ChallengeStore } from './challenge.store.js';
import { ChallengeSweep } from './challenge-sweep.js';
import { ChallengesController } from './challenges.controller.js';
import { ChallengeSettings, ChallengesService } from './challenges.service.js';
import { CodeMessages } from './code-messages.js';

/** "Prove that you hold this phone". */
@Module({
  imports: [AccountsModule, SessionsModule, AdmissionModule, HttpModule],
  controllers: [ChallengesController],
  providers: [
    ChallengesService,
    ChallengeStore,
    ChallengeSweep,
    CodeMessages,
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
