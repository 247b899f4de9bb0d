import type { CodeText } from '@standby/sms';
import type { AppConfig } from '../app.config.js';
import type { ChallengesConfig } from './challenges.config.js';

/** What every message of the service says, but for its code and language; one for each last line it may have. */
export function codeTextDraftsOf(
  { APP_NAME, APP_ORIGIN_HOST }: AppConfig,
  { CODE_TTL_SECS, ANDROID_APP_HASH }: ChallengesConfig,
): readonly Omit<CodeText, 'code' | 'locale'>[] {
  const usual = {
    appName: APP_NAME,
    expiresInSeconds: CODE_TTL_SECS,
    ...(APP_ORIGIN_HOST !== undefined && { originHost: APP_ORIGIN_HOST }),
  };
  return ANDROID_APP_HASH === undefined ? [usual] : [usual, { ...usual, androidAppHash: ANDROID_APP_HASH }];
}
