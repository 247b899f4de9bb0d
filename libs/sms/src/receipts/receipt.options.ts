import { IsUrl, Matches } from 'class-validator';
import { Milliseconds, Optional } from '../providers/option-rules.js';

/** How the library hears of what became of messages. */
export class ReceiptOptions {
  /**
   * Where providers reach the host's route for receipts, exactly as they see it: signatures are over this very URL.
   * The provider's name is added, as in `https://otp.example.com/v1/receipts` + `/twilio`. Absent: none is asked to call.
   */
  @Optional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @Matches(/^https?:\/\/[^/?#@_]+(\/[^?#]*[^/?#])?$/, {
    message: '$property must be without user, query, fragment, trailing slash and underscore in the host',
  })
  publicUrl?: string;

  /** Silence after which a provider is first asked what became of a message, in ms; then ever more rarely. */
  @Milliseconds(1000, 86_400_000)
  pollAfterMs: number = 120_000;
}

/** Where one provider calls; `undefined` where none is asked to. */
export function receiptUrlFor({ publicUrl }: ReceiptOptions, provider: string): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}/${provider}`;
}
