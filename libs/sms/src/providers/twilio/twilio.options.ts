import { IsIn, IsNumber, Min } from 'class-validator';
import { Milliseconds, OfForm, Optional, Origin, Secret, Whole } from '../option-rules.js';

/** What Twilio is configured with. */
export const TWILIO_FORMS = {
  accountSid: { pattern: /^AC[0-9a-fA-F]{32}$/, described: 'AC followed by 32 hexadecimal digits' },
  apiKeySid: { pattern: /^SK[0-9a-fA-F]{32}$/, described: 'SK followed by 32 hexadecimal digits' },
  messagingServiceSid: { pattern: /^MG[0-9a-fA-F]{32}$/, described: 'MG followed by 32 hexadecimal digits' },
  fromNumber: {
    pattern: /^(\+[1-9]\d{1,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11})$/,
    described: 'an E.164 number, a short code or an alphanumeric sender ID',
  },
};

/** How to reach Twilio. Either an auth token or an API key, and either a number or a messaging service. */
export class TwilioOptions {
  /** `AC` and 32 hexadecimal digits. */
  @OfForm(TWILIO_FORMS.accountSid)
  accountSid: string;

  /** The account's auth token. Required unless an API key is given, and for receipts, which are signed with it. */
  @Optional()
  @Secret()
  authToken?: string;

  /** The token that replaces, or replaced, the other during a rotation; receipts signed with it are believed too. */
  @Optional()
  @Secret()
  secondaryAuthToken?: string;

  /** `SK` and 32 hexadecimal digits; needs `apiKeySecret`. */
  @Optional()
  @OfForm(TWILIO_FORMS.apiKeySid)
  apiKeySid?: string;

  @Optional()
  @Secret()
  apiKeySecret?: string;

  /** Sender: E.164, a short code, or an alphanumeric sender ID of at most 11 characters. */
  @Optional()
  @OfForm(TWILIO_FORMS.fromNumber)
  fromNumber?: string;

  /** `MG` and 32 hexadecimal digits; Twilio then picks the sender. Wins over `fromNumber`. */
  @Optional()
  @OfForm(TWILIO_FORMS.messagingServiceSid)
  messagingServiceSid?: string;

  /** `on`: Twilio is told of each code whether it was proven. */
  @IsIn(['on', 'off'])
  messageFeedback: 'on' | 'off' = 'off';

  /** Origin of the API: another region's host, or a stand-in. */
  @Origin()
  apiBaseUrl: string = 'https://api.twilio.com';

  /** Limit for one attempt, in ms; the send's own limits may be shorter. */
  @Milliseconds(100, 60_000)
  requestTimeoutMs: number = 30_000;

  /** Attempts after the first, made only when nobody else can carry the message and nothing was sent. */
  @Whole(0, 10)
  maxRetries: number = 3;

  /** Longest wait before the first retry, in ms; doubles from there. */
  @Milliseconds(1, 60_000)
  retryDelayMs: number = 1000;

  /** Most sockets kept open to Twilio. */
  @Whole(1, 4096)
  connections: number = 256;

  /** Limit for DNS, TCP and TLS together, in ms. */
  @Milliseconds(50, 60_000)
  connectTimeoutMs: number = 3000;

  /** The health probe warns of a balance under this, in the account's currency. */
  @Min(0)
  @IsNumber()
  lowBalance: number = 10;
}
