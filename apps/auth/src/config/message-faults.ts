import { codeTextFaultsOf } from '@standby/sms';
import type { AppConfig } from '../app.config.js';
import type { ChallengesConfig } from '../challenges/challenges.config.js';
import { codeTextDraftsOf } from '../challenges/code-text-drafts.js';
import type { EnvironmentFault } from './environment-error.js';

/** Faults of what messages are made of: a last line that no browser or no Android would find in them. */
export function messageFaults(app: AppConfig, challenges: ChallengesConfig): EnvironmentFault[] {
  const faults = codeTextDraftsOf(app, challenges).flatMap(codeTextFaultsOf);
  const languagesOf = (kind: string) =>
    faults.filter(({ fault }) => fault === kind).map(({ language }) => language);
  const [oversized, unreadable] = [languagesOf('too-many-bytes'), languagesOf('last-line')];
  return [
    ...(oversized.length === 0
      ? []
      : [
          {
            variable: 'APP_NAME',
            message: `APP_NAME is too long with ANDROID_APP_HASH: Android would not read messages in ${oversized.join(', ')}`,
          },
        ]),
    ...(unreadable.length === 0
      ? []
      : [
          {
            variable: 'APP_ORIGIN_HOST',
            message: `APP_ORIGIN_HOST makes a last line that browsers do not find, in ${unreadable.join(', ')}`,
          },
        ]),
  ];
}
