import { prefixOf } from '@standby/sms';
import type { CodeRequest } from '../guard/code-request.js';
import type { ClientAddress } from '../http/client-address.js';
import { DAY_MS } from '../wall-clock.js';
import type { QuotaConfig } from './quota.config.js';

/** How much somebody may use within a window. */
export interface Quota {
  readonly name: string;
  /** Whom it is for: a number, a prefix, an address, a network, a country, or everybody. */
  readonly subject: string;
  /** In the database: a digest of what is about somebody, and of nothing else. */
  readonly subjectKept: 'digested' | 'as-it-is';
  readonly limit: number;
  readonly windowMs: number;
}

const HOUR_MS = 3_600_000;
const EVERYBODY = '*';

/**
 * The quotas that one code draws on, the narrowest first. It is also the order in which they are counted, everywhere
 * the same, so that no two requests wait for each other's.
 */
export function sendingQuotas(
  config: QuotaConfig,
  { to, asker, client }: Pick<CodeRequest, 'to' | 'asker' | 'client'>,
): readonly Quota[] {
  // Apart, so that strangers cannot use up what the owner's devices need.
  const ownersApart = (subject: string) => (asker === 'confirmed' ? `${subject} by its own` : subject);
  const number = ownersApart(to.e164);
  return [
    quota('number-hour', number, config.QUOTA_NUMBER_HOUR, HOUR_MS),
    quota('number-day', number, config.QUOTA_NUMBER_DAY, DAY_MS),
    quota('prefix-hour', ownersApart(prefixOf(to.e164)), config.QUOTA_PREFIX_HOUR, HOUR_MS),
    ...clientQuotas(config, client),
    publicQuota('country-hour', to.country, config.QUOTA_COUNTRY_HOUR, HOUR_MS),
    ...globalQuotas(config),
  ];
}

/** The quotas that a code draws on however little is sent. */
export function clientQuotas(config: QuotaConfig, client: ClientAddress): readonly Quota[] {
  return [
    quota('address-hour', client.countedAs, config.QUOTA_ADDRESS_HOUR, HOUR_MS),
    quota('network-hour', client.network, config.QUOTA_NETWORK_HOUR, HOUR_MS),
  ];
}

/** The quotas that every code that is sent draws on, whoever asks and whoever receives. */
export function globalQuotas(config: QuotaConfig): readonly Quota[] {
  return [
    publicQuota('global-hour', EVERYBODY, config.QUOTA_GLOBAL_HOUR, HOUR_MS),
    publicQuota('global-day', EVERYBODY, config.QUOTA_GLOBAL_DAY, DAY_MS),
  ];
}

/** The quotas that one verification draws on, the narrowest first. */
export function verificationQuotas(config: QuotaConfig, client: ClientAddress): readonly Quota[] {
  return [
    quota('address-verifications', client.countedAs, config.QUOTA_ADDRESS_VERIFICATIONS_HOUR, HOUR_MS),
    quota('network-verifications', client.network, config.QUOTA_NETWORK_VERIFICATIONS_HOUR, HOUR_MS),
  ];
}

function quota(name: string, subject: string, limit: number, windowMs: number): Quota {
  return { name, subject, subjectKept: 'digested', limit, windowMs };
}

/** A quota whose subject is about nobody. */
function publicQuota(name: string, subject: string, limit: number, windowMs: number): Quota {
  return { ...quota(name, subject, limit, windowMs), subjectKept: 'as-it-is' };
}
