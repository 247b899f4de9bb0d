import type { SigningKeyTable } from '@standby/database';
import type { AccessTokenAlgorithm } from '@standby/signed-in';

/** How long a verifier may use the published keys without looking again, in seconds. */
export const JWKS_MAX_AGE_SECS = 300;
/** How long a key is published before it signs, in ms: three times that, since some verifiers keep keys for longer. */
export const ANNOUNCED_MS = 900_000;
/** Longest life an access token can be given, in ms; also under settings that have been changed since. */
export const LONGEST_TOKEN_MS = 3_600_000;
/** How far apart the clocks of two instances may be, in ms. */
export const CLOCK_SKEW_MS = 300_000;

/** What the rules need to know of a key. */
export type KeyTimes = Pick<SigningKeyTable, 'generation' | 'signs_from'>;

/**
 * ```
 * announced ──its time comes──▶ signing ──the next one signs──▶ superseded ──its tokens are over──▶ retired
 * ```
 *
 * All but the retired ones are published.
 */
export type KeyStanding = 'announced' | 'signing' | 'superseded' | 'retired';

/** Where a key stands among all keys there are. */
export function standingOf(key: KeyTimes, keys: readonly KeyTimes[], now: number): KeyStanding {
  const end = endOf(key, keys);
  if (now >= end + LONGEST_TOKEN_MS + CLOCK_SKEW_MS) return 'retired';
  if (now >= end) return 'superseded';
  return now < key.signs_from ? 'announced' : 'signing';
}

/**
 * The key to sign with: the newest that signs now and can be opened here.
 *
 * One that another has just superseded signs on for the difference of clocks, so that an instance that cannot open
 * the newest, in the middle of a change of secrets, has time to be restarted.
 */
export function signerAmong<K extends KeyTimes>(
  keys: readonly K[],
  opens: (key: K) => boolean,
  now: number,
): K | undefined {
  return keys
    .filter((key) => opens(key) && now >= key.signs_from && now < endOf(key, keys) + CLOCK_SKEW_MS)
    .reduce<K | undefined>((newest, key) => (isNewer(key, newest) ? key : newest), undefined);
}

/** What the next key has to be like, and when it is due. */
export interface KeyPolicy {
  readonly algorithm: AccessTokenAlgorithm;
  /** How long one key signs, in ms. */
  readonly maxAgeMs: number;
  /** Name of the secret keys are sealed under. */
  readonly secretName: string;
}

/** The policy of this service; a class so that it can be injected. */
export abstract class KeySettings implements KeyPolicy {
  abstract readonly algorithm: AccessTokenAlgorithm;
  abstract readonly maxAgeMs: number;
  abstract readonly secretName: string;
}

/** What decides whether a next key is due. */
export type KeyFacts = KeyTimes & Pick<SigningKeyTable, 'algorithm' | 'sealed_under'>;

/**
 * From when a next key would have to sign, if one is due now: at once when none can sign here, otherwise once it has
 * been published for long enough.
 */
export function nextKeySigns<K extends KeyFacts>(
  keys: readonly K[],
  opens: (key: K) => boolean,
  policy: KeyPolicy,
  now: number,
): number | undefined {
  if (signerAmong(keys, opens, now) === undefined) return now;
  const newest = newestOf(keys);
  if (newest === undefined || newest.signs_from > now) return undefined;
  const isDue =
    newest.algorithm !== policy.algorithm ||
    newest.sealed_under !== policy.secretName ||
    now >= newest.signs_from + policy.maxAgeMs - ANNOUNCED_MS;
  return isDue ? now + ANNOUNCED_MS : undefined;
}

/** The key that was made last. */
export function newestOf<K extends KeyTimes>(keys: readonly K[]): K | undefined {
  return keys.reduce<K | undefined>((newest, key) => (isNewer(key, newest) ? key : newest), undefined);
}

/** When a later key signs in the place of this one. */
function endOf({ generation }: KeyTimes, keys: readonly KeyTimes[]): number {
  const later = keys.filter((other) => other.generation > generation);
  return Math.min(...later.map(({ signs_from }) => signs_from));
}

function isNewer(key: KeyTimes, than: KeyTimes | undefined): boolean {
  return than === undefined || key.generation > than.generation;
}
