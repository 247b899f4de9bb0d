import type { TwilioCredentials } from '../credentials.js';

/**
 * Which of the two accounts a caller proved to be: `test` requests are checked and never sent.
 *
 * A caller with an API key is not shown the account: the key is a Standard one.
 */
export type TwilioAccount = 'live' | 'live-by-key' | 'test';

const ACCOUNT_SID = /^AC[0-9a-fA-F]{32}$/;

/** Tells whether a path names an account at all; anything else is not found rather than not allowed. */
export function isAccountSid(text: string): boolean {
  return ACCOUNT_SID.test(text);
}

/** Returns a look-up from an Authorization header and the account in the path to the account proved. */
export function accountLookup(credentials: TwilioCredentials) {
  const { accountSid, authToken, apiKeySid, apiKeySecret, testAccountSid, testAuthToken } = credentials;
  const live = basic(accountSid, authToken);
  const key = basic(apiKeySid, apiKeySecret);
  const test = basic(testAccountSid, testAuthToken);
  return (authorization: string | undefined, pathSid: string): TwilioAccount | undefined => {
    if (authorization === undefined) return undefined;
    if (pathSid === accountSid && authorization === live) return 'live';
    if (pathSid === accountSid && authorization === key) return 'live-by-key';
    return pathSid === testAccountSid && authorization === test ? 'test' : undefined;
  };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
