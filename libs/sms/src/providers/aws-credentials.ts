import { Optional, Secret } from './option-rules.js';

/** A key pair; both halves or neither. */
export class AwsCredentials {
  @Secret()
  accessKeyId: string;

  @Secret()
  secretAccessKey: string;

  @Optional()
  @Secret()
  sessionToken?: string;
}

/** Codes by which the credentials themselves fail, rather than what they may do; the Query and the JSON protocol's. */
const BAD_CREDENTIALS = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'ExpiredToken',
  'ExpiredTokenException',
];

/** Whether a code of AWS says that the credentials are none of its own. */
export function isBadCredentials(code: string): boolean {
  return BAD_CREDENTIALS.includes(code);
}
