import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

/** A call as Twilio would make it. */
export interface Callback {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs fields with the SDK's own code. @param signedUrl what the signature is over; the path called is its own */
export function signedCallback(token: string, signedUrl: string, fields: Record<string, string>): Callback {
  return {
    url: new URL(signedUrl).pathname,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': getExpectedTwilioSignature(token, signedUrl, fields),
    },
    body: new URLSearchParams(fields).toString(),
  };
}
