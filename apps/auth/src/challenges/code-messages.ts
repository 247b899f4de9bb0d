import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { type CodeText, codeText, type SentMessage, SmsService, segmentsOf } from '@standby/sms';
import { AppConfig } from '../app.config.js';
import { CODE_LENGTH } from './one-time-code.js';

/** Sends codes as text messages, in the application's name. */
@Injectable()
export class CodeMessages {
  constructor(
    private readonly sms: SmsService,
    private readonly config: AppConfig,
  ) {}

  /**
   * Sends a challenge's code through an SMS provider, avoiding the one that carried it last.
   *
   * @throws {UndeliverableError} when no provider accepted it.
   */
  async send(challenge: ChallengeTable, code: string, now: number): Promise<SentMessage> {
    const { locale, last_provider: avoid } = challenge;
    const expiresInSeconds = Math.max(1, Math.ceil((challenge.expires_at - now) / 1_000));
    return this.sms.sendCode({
      to: challenge.phone_number,
      ...this.#textOf(code, expiresInSeconds, locale),
      ...(avoid !== null && { avoid }),
    });
  }

  /** How many segments a code in this language is billed. */
  segmentsIn(locale: string | null): number {
    const text = codeText(this.#textOf('0'.repeat(CODE_LENGTH), this.config.CODE_TTL_SECS, locale));
    return segmentsOf(text).segments;
  }

  #textOf(code: string, expiresInSeconds: number, locale: string | null): CodeText {
    const originHost = this.config.APP_ORIGIN_HOST;
    return {
      code,
      expiresInSeconds,
      appName: this.config.APP_NAME,
      ...(originHost !== undefined && { originHost }),
      ...(locale !== null && { locale }),
    };
  }
}
