import type { ProblemCode, ProblemText } from '../problem.js';

/** The problems in English. */
export const EN = {
  'validation-failed': {
    title: 'The request has a mistake',
    detail: 'Correct the fields listed in "errors" and send it again.',
  },
  'malformed-json': { title: 'The body is not JSON', detail: 'Send a valid JSON object.' },
  'malformed-request': {
    title: 'The request cannot be read',
    detail: 'Check the address and the headers, and send it again.',
  },
  'access-token-invalid': {
    title: 'You are not signed in',
    detail: 'Sign in, or refresh the access token, and try again.',
  },
  'refresh-token-invalid': { title: 'The session has ended', detail: 'Sign in again.' },
  'destination-blocked': {
    title: 'Messages to this number are blocked',
    detail: 'Use another number, or contact support.',
  },
  'human-check-required': {
    title: 'Please confirm that you are human',
    detail: 'Pass the check and ask for the code again.',
  },
  'receipt-refused': {
    title: 'The receipt was refused',
    detail: 'It is not proven to come from the provider.',
  },
  'not-found': { title: 'There is nothing here', detail: 'Check the address.' },
  'challenge-not-found': { title: 'This sign-in is unknown', detail: 'Ask for a new code.' },
  'session-not-found': {
    title: 'This session is not there',
    detail: 'It has ended, or is not one of your account.',
  },
  'method-not-allowed': {
    title: 'This method is not available here',
    detail: 'Use one of the methods in the "Allow" header.',
  },
  'request-timeout': { title: 'The request took too long', detail: 'Send it again.' },
  'challenge-expired': { title: 'The code has expired', detail: 'Ask for a new code.' },
  'challenge-consumed': {
    title: 'The code was already used',
    detail: 'Ask for a new code to sign in again.',
  },
  'challenge-superseded': { title: 'A newer code was sent', detail: 'Use the code in the latest message.' },
  'challenge-exhausted': { title: 'Too many wrong codes', detail: 'Ask for a new code.' },
  'payload-too-large': { title: 'The request is too large', detail: 'Send less.' },
  'uri-too-long': { title: 'The address is too long', detail: 'Shorten it.' },
  'unsupported-media-type': {
    title: 'This kind of content is not accepted',
    detail: 'Send JSON, with the content type "application/json".',
  },
  'phone-number-invalid': {
    title: 'This is not a valid phone number',
    detail: 'Enter the whole number with its country code, starting with "+".',
  },
  'phone-number-not-mobile': { title: 'This number cannot receive codes', detail: 'Enter a mobile number.' },
  'phone-number-not-served': {
    title: 'This kind of number is not served',
    detail: 'Enter a mobile number in a country that is served.',
  },
  'recipient-unreachable': {
    title: 'This number cannot be reached',
    detail: 'Check the number, or use another one.',
  },
  'recipient-opted-out': {
    title: 'This number declined our messages',
    detail: 'Reply START to our last message, or use another number.',
  },
  'code-incorrect': { title: 'The code is not right', detail: 'Check the message and enter the code again.' },
  'resend-too-soon': {
    title: 'Please wait before the next message',
    detail: 'Try again when the waiting time is over.',
  },
  'too-many-wrong-codes': {
    title: 'Too many wrong codes for this number',
    detail: 'Wait, or sign in on a device that has signed in with it before.',
  },
  'quota-exceeded': { title: 'Too many attempts', detail: 'Try again when the waiting time is over.' },
  'internal-error': { title: 'Something went wrong on our side', detail: 'Try again later.' },
  'sms-unavailable': { title: 'The message cannot be sent right now', detail: 'Try again in a moment.' },
  unavailable: { title: 'The service is not available right now', detail: 'Try again in a moment.' },
} as const satisfies Record<ProblemCode, ProblemText>;
