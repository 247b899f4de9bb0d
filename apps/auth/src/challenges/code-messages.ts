import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { SmsService } from '@standby/sms';
import { AppConfig } from '../app.config.js';
import { ChallengesConfig } from '../challenges.config.js';
import { TestNumbers } from './test-numbers.js';

/** What stands for the provider of a message that was not sent, since its recipient is a test number. */
export const NOBODY = 'test-number';

/** Sends codes as text messages, in the application's name. */
@Injectable()
export class CodeMessages {
  constructor(
    private readonly sms: SmsService,
    private readonly testNumbers: TestNumbers,
    private readonly app: AppConfig,
    private readonly config: ChallengesConfig,
  ) {}

  /**
   * Sends a challenge's code and returns the name of the SMS provider that took charge of it, avoiding the one
   * that carried it last. A test number is sent nothing.
   *
   * @param e164 the number of the challenge
   * @throws {UndeliverableError} when no provider accepted it.
   */
  async send(challenge: ChallengeTable, e164: string, code: string, now: number): Promise<string> {
    if (this.testNumbers.find(e164, now) !== undefined) return NOBODY;
    const { locale, platform, last_provider: avoid } = challenge;
    const originHost = this.app.APP_ORIGIN_HOST;
    const androidAppHash = platform === 'android' ? this.config.ANDROID_APP_HASH : undefined;
    const sent = await this.sms.sendCode({
      to: e164,
      code,
      expiresInSeconds: Math.max(1, Math.ceil((challenge.expires_at - now) / 1_000)),
      appName: this.app.APP_NAME,
      ...(originHost !== undefined && { originHost }),
      ...(androidAppHash !== undefined && { androidAppHash }),
      ...(locale !== null && { locale }),
      ...(avoid !== null && { avoid }),
    });
    return sent.provider;
  }
}
