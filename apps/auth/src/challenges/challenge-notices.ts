import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { codeTextFaultsOf } from '@standby/sms';
import { AppConfig } from '../app.config.js';
import { WallClock } from '../wall-clock.js';
import { ChallengesConfig } from './challenges.config.js';
import { codeTextDraftsOf } from './code-text-drafts.js';
import { TestNumbers } from './test-numbers.js';

/** Says at the start what an operator may not have meant: codes that cost more than one segment, test numbers. */
@Injectable()
export class ChallengeNotices implements OnApplicationBootstrap {
  readonly #logger = new Logger('Challenges');

  constructor(
    private readonly app: AppConfig,
    private readonly config: ChallengesConfig,
    private readonly testNumbers: TestNumbers,
    private readonly clock: WallClock,
  ) {}

  onApplicationBootstrap(): void {
    const faults = codeTextDraftsOf(this.app, this.config).flatMap(codeTextFaultsOf);
    const languages = new Set(
      faults.filter(({ fault }) => fault === 'several-segments').map(({ language }) => language),
    );
    if (languages.size > 0)
      this.#logger.warn({ msg: 'codes take more than one segment', languages: Array.from(languages) });
    const { inForce, ended } = this.testNumbers.counts(this.clock.now());
    if (inForce + ended > 0) this.#logger.warn({ msg: 'there are test numbers', inForce, ended });
  }
}
