import { readFileSync } from 'node:fs';
import type { EnvironmentFault } from './environment-error.js';

/** Variables that hold a secret; each may be given as a file instead, by its name with `_FILE`. */
export const SECRET_VARIABLES = [
  'AUTH_SECRET',
  'AUTH_FORMER_SECRETS',
  'DATABASE_URL',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_SECONDARY_AUTH_TOKEN',
  'TWILIO_API_KEY_SECRET',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SNS_SECRET_ACCESS_KEY',
  'AWS_SNS_SESSION_TOKEN',
  'AWS_SNS_RECEIPT_KEYS',
  'AWS_EUM_SECRET_ACCESS_KEY',
  'AWS_EUM_SESSION_TOKEN',
  'METRICS_TOKEN',
  'TURNSTILE_SECRET',
  'HCAPTCHA_SECRET',
  // Their codes sign in.
  'AUTH_TEST_NUMBERS',
] as const;

/**
 * Those that the AWS SDK looks for by itself, and not only at first: what `fromEnv` of `@aws-sdk/credential-provider-env`
 * reads.
 */
const READ_BY_THE_AWS_SDK: readonly string[] = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** Longest file read, in characters. */
const MAX_LENGTH = 65_536;

/**
 * The variables with every `<NAME>_FILE` of a secret read into `<NAME>`, without the line break at its end. The faults
 * name every file that cannot be read, and every secret that is given both ways; neither is among the variables.
 */
export function readSecretFiles(
  given: Readonly<Record<string, unknown>>,
  read: (path: string) => string = readText,
) {
  const variables: Record<string, unknown> = { ...given };
  const faults: EnvironmentFault[] = [];
  for (const name of SECRET_VARIABLES) {
    const variable = `${name}_FILE`;
    const path = given[variable];
    if (typeof path !== 'string' || path === '') continue;
    const isGivenTwice = isSet(given[name]);
    variables[name] = isGivenTwice ? undefined : textAt(path, read);
    if (isGivenTwice) faults.push({ variable, message: `${variable} and ${name} are both set` });
    else if (variables[name] === undefined)
      faults.push({ variable, message: `${variable} names a file that cannot be read` });
  }
  return { variables, faults };
}

/** Takes the secrets out of an environment that was read, but for those the AWS SDK looks for by itself. */
export function clearSecrets(environment: Record<string, string | undefined>): void {
  for (const name of SECRET_VARIABLES) if (!READ_BY_THE_AWS_SDK.includes(name)) delete environment[name];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== '';
}

function textAt(path: string, read: (path: string) => string): string | undefined {
  try {
    const text = read(path);
    return text.length > MAX_LENGTH ? undefined : text.replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
