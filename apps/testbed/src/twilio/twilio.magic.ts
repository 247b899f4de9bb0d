import type { TwilioRefusal } from './twilio.answers.js';

/** Recipients that fail on purpose. @see https://www.twilio.com/docs/iam/test-credentials */
export function magicRecipientRefusal(to: string, from: string): TwilioRefusal | undefined {
  switch (to) {
    case '+15005550001':
      return { code: 21211, message: `The 'To' number ${to} is not a valid phone number.` };
    case '+15005550002':
      return {
        code: 21612,
        message: `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number: ${from} via MMS.`,
      };
    case '+15005550003':
      return {
        code: 21408,
        message: `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}.`,
      };
    case '+15005550004':
      return { code: 21610, message: 'Attempt to send to unsubscribed recipient' };
    case '+15005550009':
      return { code: 21614, message: `To number: ${to}, is not a mobile number` };
    default:
      return undefined;
  }
}

/** Senders under the test credentials: only one of them works. */
export function magicSenderRefusal(from: string): TwilioRefusal | undefined {
  switch (from) {
    case '+15005550006':
      return undefined;
    case '+15005550001':
      return {
        code: 21212,
        message: `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
      };
    case '+15005550008':
      return { code: 21611, message: 'SMS queue is full.' };
    default:
      return {
        code: 21606,
        message: `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
      };
  }
}
