import type { JwksTerms } from './jwks-bearer-check.js';

/** What `SignedInModule` needs to know; all but the URL as the issuing service has them. */
export interface SignedInOptions {
  /** `https://<service>/.well-known/jwks.json`; plain http only where nobody else can answer. */
  readonly jwksUrl: string;
  /** `ACCESS_TOKEN_ISSUER` */
  readonly issuer: string;
  /** `ACCESS_TOKEN_AUDIENCE` */
  readonly audience: string;
  /**
   * How long the keys are used before they are read again, 1000 to 600000 ms; while they cannot be read, ten minutes
   * longer. Default: 300000.
   */
  readonly cacheMs?: number;
  /** Limit for reading them, 100 to 60000 ms. Default: 5000. */
  readonly timeoutMs?: number;
}

/** An option that cannot be used. */
export class SignedInOptionsError extends Error {
  override readonly name = 'SignedInOptionsError';
}

/**
 * The options with their defaults. An issuer or an audience left out would be one that is not checked.
 *
 * @throws {SignedInOptionsError} naming the option.
 */
export function assertSignedInOptions({
  jwksUrl,
  issuer,
  audience,
  cacheMs = 300_000,
  timeoutMs = 5_000,
}: SignedInOptions): JwksTerms {
  const url = URL.parse(jwksUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) throw refused('jwksUrl', 'an http or https URL');
  if (!isText(issuer)) throw refused('issuer', 'what the tokens name as "iss"');
  if (!isText(audience)) throw refused('audience', 'what the tokens name as "aud"');
  // Longer than a key is published before it signs would refuse good tokens.
  if (!isWithin(cacheMs, 1_000, 600_000)) throw refused('cacheMs', 'from 1000 to 600000');
  if (!isWithin(timeoutMs, 100, 60_000)) throw refused('timeoutMs', 'from 100 to 60000');
  return { jwksUrl: url, issuer, audience, cacheMs, timeoutMs };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function refused(option: string, expected: string): SignedInOptionsError {
  return new SignedInOptionsError(`SignedInModule: ${option} must be ${expected}.`);
}
