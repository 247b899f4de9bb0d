import { DatabaseUrlError, normaliseDatabaseUrl } from '@standby/database';
import { type AppConfig, formerSecretsOf } from '../app.config.js';
import type { EnvironmentFault } from './environment-error.js';

/** Shortest secret that is accepted, in characters. */
const MIN_LENGTH = 32;
/** Least entropy by character frequency, in bits; 32 random hexadecimal digits come to about 110. */
const MIN_BITS = 96;
/** Words of a sample file or a hurried start, which attackers try first. */
const PLACEHOLDER =
  /change[-_ ]?(me|this|it)|password|passw0rd|secret|example|placeholder|default|qwerty|abcdef|123456/i;

/** Why a secret is too weak to derive keys from; undefined when it is not. */
export function weaknessOf(secret: string): string | undefined {
  if (secret.length < MIN_LENGTH) return `is shorter than ${MIN_LENGTH} characters`;
  if (PLACEHOLDER.test(secret)) return 'contains a common word or run';
  if (`${secret}${secret}`.indexOf(secret, 1) < secret.length) return 'repeats itself';
  if (entropyBitsOf(secret) < MIN_BITS) return 'is too predictable';
  return undefined;
}

/** Why a secret could not be rotated out; undefined when it could. */
function obstacleOf(secret: string): string | undefined {
  const [former] = formerSecretsOf({ AUTH_FORMER_SECRETS: secret });
  if (former === secret) return undefined;
  return 'contains a comma, or white space at an end, and could not stand in AUTH_FORMER_SECRETS once it is replaced';
}

/** Faults of the secrets: weak anywhere, impossible to replace, missing where none can be generated. */
export function secretFaults(config: AppConfig): EnvironmentFault[] {
  return [...currentSecretFaults(config), ...formerSecretFaults(config)];
}

function formerSecretFaults(config: AppConfig): EnvironmentFault[] {
  const variable = 'AUTH_FORMER_SECRETS';
  const former = formerSecretsOf(config);
  if (new Set([config.AUTH_SECRET, ...former]).size <= former.length)
    return [{ variable, message: `${variable} holds AUTH_SECRET, or a secret twice` }];
  const weakness = former.map(weaknessOf).find((found) => found !== undefined);
  return weakness === undefined ? [] : [{ variable, message: `${variable} holds a secret that ${weakness}` }];
}

function currentSecretFaults({ AUTH_SECRET, DATABASE_URL, NODE_ENV }: AppConfig): EnvironmentFault[] {
  const advice = 'set it to 32 random bytes, for example from "openssl rand -base64 32"';
  if (AUTH_SECRET === undefined) {
    const where = placeWithoutSecret(DATABASE_URL, NODE_ENV);
    if (where === undefined) return [];
    return [{ variable: 'AUTH_SECRET', message: `AUTH_SECRET is required ${where}; ${advice}` }];
  }
  const reason = weaknessOf(AUTH_SECRET) ?? obstacleOf(AUTH_SECRET);
  if (reason === undefined) return [];
  return [{ variable: 'AUTH_SECRET', message: `AUTH_SECRET ${reason}; ${advice}` }];
}

/** Where no secret may be generated: production, and a server whose every client needs the same. */
function placeWithoutSecret(databaseUrl: string, environment: AppConfig['NODE_ENV']): string | undefined {
  if (environment === 'production') return 'in production';
  return isServer(databaseUrl) ? 'with PostgreSQL' : undefined;
}

/** An unusable URL is a fault of its own. */
function isServer(databaseUrl: string): boolean {
  try {
    return normaliseDatabaseUrl(databaseUrl).storage === 'server';
  } catch (error) {
    if (error instanceof DatabaseUrlError) return false;
    throw error;
  }
}

function entropyBitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits;
}
