import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AccountBody } from '../accounts/accounts.contract.js';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { TextLike, TextUpTo } from '../http/text-field.js';
import { TokensResponse } from '../sessions/sessions.contract.js';
import { DELIVERIES, type Delivery } from './delivery.js';
import { CODE_LENGTH } from './one-time-code.js';

/**
 * The shape of a language tag, its extensions included: `en-US-u-mu-celsius` says what somebody prefers besides.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5646#section-2.1
 */
const LOCALE = /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,16}$/;
/** Printable, with the two invisible characters that join letters, or keep them apart, in Persian and in emoji. */
const CLIENT = /^\P{C}[\P{C}\u200C\u200D]{0,63}$/u;
const PLATFORMS = ['web', 'ios', 'android'] as const;

/** Asks for a code. */
export class StartChallengeBody {
  @ApiProperty({
    description: 'A mobile number in international form, starting with "+".',
    example: '+12025550123',
  })
  @TextUpTo(64)
  phoneNumber: string;

  @ApiPropertyOptional({ description: 'Language of the message and of errors (BCP 47).', example: 'en' })
  @MayBeLeftOut()
  @TextLike(LOCALE, 'must be a language tag such as "en" or "pt-BR"')
  locale?: string;

  @ApiPropertyOptional({
    description: 'Where the code will be typed; "android" gets a message that the app can read by itself.',
    enum: PLATFORMS,
  })
  @MayBeLeftOut()
  @IsIn(PLATFORMS, { message: `must be one of ${PLATFORMS.join(', ')}` })
  platform?: (typeof PLATFORMS)[number];

  @ApiPropertyOptional({
    description: 'The device token of an earlier sign-in with this number on this device.',
  })
  @MayBeLeftOut()
  @TextLike(/^[A-Za-z0-9_-]{1,128}$/, 'must be a device token')
  deviceToken?: string;

  @ApiPropertyOptional({
    description:
      'What passes the check that `human-check-required` demanded: its token, or the solved challenge.',
  })
  @MayBeLeftOut()
  @TextUpTo(8_192)
  humanCheck?: string;
}

/** Proves that the code arrived. */
export class VerificationBody {
  @ApiProperty({ description: `The ${CODE_LENGTH} digits of the message.`, example: '012345' })
  @TextLike(new RegExp(`^\\d{${CODE_LENGTH}}$`), `must be ${CODE_LENGTH} digits`)
  code: string;

  @ApiPropertyOptional({
    description: 'What the list of sessions calls this client.',
    example: 'Firefox on Linux',
  })
  @MayBeLeftOut()
  @TextLike(CLIENT, 'must be 1 to 64 printable characters')
  client?: string;
}

/** A challenge under way. */
export class ChallengeResponse {
  @ApiProperty({ description: 'Opaque, and as good as a key: keep it to the device that asked.' })
  challengeId: string;

  @ApiProperty({ description: 'When the code stops working (ISO 8601).', format: 'date-time' })
  expiresAt: string;

  @ApiProperty({ description: 'Seconds to wait before asking for a resend.', type: 'integer', example: 60 })
  resendAfter: number;
}

/** How a challenge under way stands. */
export class ChallengeStatusResponse {
  @ApiProperty({
    description:
      'What is known of the latest message: `on-its-way`; `trying-another-route`: it failed or took too long, and was given to another provider; `delivered`; `not-delivered`: offer a resend, or another number.',
    enum: DELIVERIES,
  })
  delivery: Delivery;

  @ApiProperty({ description: 'When the code stops working (ISO 8601).', format: 'date-time' })
  expiresAt: string;

  @ApiProperty({ description: 'Seconds to wait before asking for a resend.', type: 'integer', example: 42 })
  resendAfter: number;
}

/** A verified challenge: the account, and a session on it. */
export class VerificationResponse extends PickType(TokensResponse, [
  'accessToken',
  'refreshToken',
  'expiresIn',
]) {
  @ApiProperty({ type: () => AccountBody })
  account: AccountBody;

  @ApiPropertyOptional({
    description:
      'Keep it on this device and send it with the next challenge: strangers who guess at codes of the number then do not keep this device waiting. Absent where the device has one.',
  })
  deviceToken?: string;
}
