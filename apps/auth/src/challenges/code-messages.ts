import { Injectable } from '@nestjs/common';
import type { ChallengeTable } from '@standby/database';
import { type CodeText, codeText, possibleCopies, SmsService, segmentsOf } from '@standby/sms';
import { AppConfig } from '../app.config.js';
import { ChallengesConfig } from './challenges.config.js';
import { CODE_LENGTH } from './one-time-code.js';
import { TestNumbers } from './test-numbers.js';

/** The message that carries a code. */
export interface CarriedCode {
  /** `null` where none was sent. */
  readonly messageId: string | null;
  /** Name of the SMS provider that took charge of it. */
  readonly provider: string;
  /** How many of it may have been sent. */
  readonly copies: number;
}

/** What stands for a message that was not sent, since its recipient is a test number. */
const NOBODY: CarriedCode = { messageId: null, provider: 'test-number', copies: 0 };

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
   * Sends a challenge's code, avoiding the SMS provider that carried it last, and returns the message that now does:
   * an earlier one is not sent again by itself. A test number is sent nothing.
   *
   * @param e164 the number of the challenge
   * @throws {UndeliverableError} when no provider accepted it.
   */
  async send(challenge: ChallengeTable, e164: string, code: string, now: number): Promise<CarriedCode> {
    if (this.testNumbers.find(e164, now) !== undefined) return NOBODY;
    const { last_provider: avoid, message_id: replaces } = challenge;
    const expiresInSeconds = Math.max(1, Math.ceil((challenge.expires_at - now) / 1_000));
    const { id, provider, attempts } = await this.sms.sendCode({
      to: e164,
      ...this.#textOf(challenge, code, expiresInSeconds),
      ...(avoid !== null && { avoid }),
      ...(replaces !== null && { replaces }),
    });
    return { messageId: id, provider, copies: possibleCopies(attempts) };
  }

  /** How many segments the message of a challenge is billed. */
  segmentsOf(challenge: ChallengeTable): number {
    const text = codeText(this.#textOf(challenge, '0'.repeat(CODE_LENGTH), this.config.CODE_TTL_SECS));
    return segmentsOf(text).segments;
  }

  #textOf({ locale, platform }: ChallengeTable, code: string, expiresInSeconds: number): CodeText {
    const originHost = this.app.APP_ORIGIN_HOST;
    const androidAppHash = platform === 'android' ? this.config.ANDROID_APP_HASH : undefined;
    return {
      code,
      expiresInSeconds,
      appName: this.app.APP_NAME,
      ...(originHost !== undefined && { originHost }),
      ...(androidAppHash !== undefined && { androidAppHash }),
      ...(locale !== null && { locale }),
    };
  }
}
