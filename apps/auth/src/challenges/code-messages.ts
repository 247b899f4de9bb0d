import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { SmsService } from '@standby/sms';
import { AppConfig } from '../app.config.js';

/** The message that carries a code. */
export interface CarriedCode {
  readonly messageId: string;
  /** Name of the SMS provider that took charge of it. */
  readonly provider: string;
}

/** Sends codes as text messages, in the application's name. */
@Injectable()
export class CodeMessages {
  constructor(
    private readonly sms: SmsService,
    private readonly config: AppConfig,
  ) {}

  /**
   * Sends a challenge's code, avoiding the SMS provider that carried it last, and returns the message that now does:
   * an earlier one is not sent again by itself.
   *
   * @throws {UndeliverableError} when no provider accepted it.
   */
  async send(challenge: ChallengeTable, code: string, now: number): Promise<CarriedCode> {
    const { locale, last_provider: avoid, message_id: replaces } = challenge;
    const originHost = this.config.APP_ORIGIN_HOST;
    const { id: messageId, provider } = await this.sms.sendCode({
      to: challenge.phone_number,
      code,
      expiresInSeconds: Math.max(1, Math.ceil((challenge.expires_at - now) / 1_000)),
      appName: this.config.APP_NAME,
      ...(originHost !== undefined && { originHost }),
      ...(locale !== null && { locale }),
      ...(avoid !== null && { avoid }),
      ...(replaces !== null && { replaces }),
    });
    return { messageId, provider };
  }
}
