import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { SmsService } from '@standby/sms';
import { AppConfig } from '../app.config.js';

/** Sends codes as text messages, in the application's name. */
@Injectable()
export class CodeMessages {
  constructor(
    private readonly sms: SmsService,
    private readonly config: AppConfig,
  ) {}

  /**
   * Sends a challenge's code and returns the name of the SMS provider that took charge of it, avoiding the one
   * that carried it last.
   *
   * @throws {UndeliverableError} when no provider accepted it.
   */
  async send(challenge: ChallengeTable, code: string, now: number): Promise<string> {
    const { locale, last_provider: avoid } = challenge;
    const originHost = this.config.APP_ORIGIN_HOST;
    const sent = await this.sms.sendCode({
      to: challenge.phone_number,
      code,
      expiresInSeconds: Math.max(1, Math.ceil((challenge.expires_at - now) / 1_000)),
      appName: this.config.APP_NAME,
      ...(originHost !== undefined && { originHost }),
      ...(locale !== null && { locale }),
      ...(avoid !== null && { avoid }),
    });
    return sent.provider;
  }
}
