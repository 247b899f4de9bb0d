import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AdmissionModule } from '../admission/admission.module.js';
import { DevicesModule } from '../devices/devices.module.js';
import { HttpModule } from '../http/http.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdmittedCodes } from './admitted-codes.js';
import { ChallengeStore } from './challenge.store.js';
import { ChallengeNotices } from './challenge-notices.js';
import { ChallengeSeals } from './challenge-seals.js';
import { ChallengeSettings, challengeSettingsOf } from './challenge-settings.js';
import { ChallengeStatuses } from './challenge-status.js';
import { ChallengeSweep } from './challenge-sweep.js';
import { ChallengesConfig } from './challenges.config.js';
import { ChallengesController } from './challenges.controller.js';
import { ChallengesService } from './challenges.service.js';
import { CodeMessages } from './code-messages.js';
import { NumberTries } from './number-tries.js';
import { OutcomeTeller } from './outcome-teller.js';
import { SignIns } from './sign-ins.js';
import { parseTestNumbers, TestNumbers } from './test-numbers.js';
import { VerificationService } from './verification.service.js';
import { WrongCodeStore } from './wrong-code.store.js';

/** "Prove that you hold this phone". */
@Module({
  imports: [DevicesModule, AccountsModule, SessionsModule, AdmissionModule, HttpModule],
  controllers: [ChallengesController],
  providers: [
    ChallengesService,
    VerificationService,
    SignIns,
    ChallengeStore,
    ChallengeStatuses,
    ChallengeSeals,
    WrongCodeStore,
    NumberTries,
    ChallengeSweep,
    ChallengeNotices,
    CodeMessages,
    AdmittedCodes,
    OutcomeTeller,
    {
      provide: TestNumbers,
      inject: [ChallengesConfig],
      useFactory: ({ AUTH_TEST_NUMBERS = '' }: ChallengesConfig) =>
        new TestNumbers(parseTestNumbers(AUTH_TEST_NUMBERS) ?? []),
    },
    {
      provide: ChallengeSettings,
      inject: [ChallengesConfig],
      useFactory: challengeSettingsOf,
    },
  ],
})
export class ChallengesModule {}
