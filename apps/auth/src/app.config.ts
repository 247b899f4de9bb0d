import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { OptionalText, WholeNumber } from './config/environment-rules.js';

/** Where the process runs; `production` is the one that refuses conveniences. */
const ENVIRONMENT_NAMES = ['production', 'development', 'test'] as const;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * The settings of the sign-in service, one property an environment variable; the initialisers are the defaults. What
 * concerns the SMS providers is in `SmsConfig`, codes in `ChallengesConfig`, sessions in `SessionsConfig`.
 */
export class AppConfig {
  @IsIn(ENVIRONMENT_NAMES)
  NODE_ENV: (typeof ENVIRONMENT_NAMES)[number] = 'development';

  /** Address to listen on. Default: `0.0.0.0` in production, `127.0.0.1` elsewhere. */
  @OptionalText(255)
  HOST?: string;

  /** 0 lets the system choose. */
  @WholeNumber(0, 65_535)
  PORT = 3_000;

  /**
   * Where the service is reached from outside, with a path where a proxy adds one. Providers report what became of
   * messages to `/v1/receipts` under it; without it, they are asked.
   */
  @IsOptional()
  @Matches(/^https?:\/\/[^/?#@_\s]+(\/[^?#\s]*[^/?#\s])?$/, {
    message: '$property must be an http or https URL without user, query and trailing slash',
  })
  PUBLIC_URL?: string;

  @IsIn(LOG_LEVELS)
  LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'info';

  /** Where accounts, challenges and sessions are kept. */
  @IsString()
  @MaxLength(2_048)
  DATABASE_URL = 'sqlite:data/standby.sqlite';

  /** Connections to PostgreSQL at most; SQLite has one. */
  @WholeNumber(1, 200)
  DATABASE_POOL_SIZE = 10;

  /**
   * Every other key is derived from it. Required in production and with PostgreSQL; elsewhere it is generated on
   * the first start and kept beside the database. No comma in it, since `AUTH_FORMER_SECRETS` is to hold it once it is replaced.
   */
  @OptionalText(1_024)
  AUTH_SECRET?: string;

  /**
   * Secrets that `AUTH_SECRET` replaced, separated by commas: what was made under them still works. Drop one when no
   * number of an account is under it any more and the longest-lived refresh token made under it has expired.
   */
  @OptionalText(8_192)
  AUTH_FORMER_SECRETS?: string;

  /** Origins whose pages may call the API from a browser, separated by commas; without it none. */
  @IsOptional()
  @Matches(/^https?:\/\/[^\s,/?#@*]+(\s*,\s*https?:\/\/[^\s,/?#@*]+)*$/, {
    message: '$property must be origins such as https://app.example, separated by commas',
  })
  CORS_ORIGINS?: string;

  /** The name a message gives for who sent it. */
  @Matches(/^(?=.*\S)\P{C}{1,40}$/u, {
    message: '$property must be 1 to 40 printable characters, and not only spaces',
  })
  APP_NAME = 'Standby';

  /** Host for the last line of a message, by which a browser fills the code in only on that site. */
  @IsOptional()
  @Matches(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*$/i, {
    message: '$property must be a host name, without scheme or port',
  })
  APP_ORIGIN_HOST?: string;

  /** How long `/health/ready` fails before a signalled shutdown closes the port, in ms. Default: 5000 in production, else 0. */
  @IsOptional()
  @WholeNumber(0, 60_000)
  SHUTDOWN_GRACE_MS?: number;
}

/** The origins whose pages may call. */
export function corsOriginsOf({ CORS_ORIGINS = '' }: AppConfig): readonly string[] {
  return listIn(CORS_ORIGINS);
}

/** The secrets that were replaced, the latest first. */
export function formerSecretsOf({
  AUTH_FORMER_SECRETS = '',
}: Pick<AppConfig, 'AUTH_FORMER_SECRETS'>): readonly string[] {
  return listIn(AUTH_FORMER_SECRETS);
}

function listIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The address to listen on: reachable from outside only in production, unless `HOST` says otherwise. */
export function hostOf(config: AppConfig): string {
  return config.HOST ?? (config.NODE_ENV === 'production' ? '0.0.0.0' : '127.0.0.1');
}

/** How long to stay up, refusing readiness, so that a load balancer notices; in ms. */
export function shutdownGraceMsOf(config: AppConfig): number {
  return config.SHUTDOWN_GRACE_MS ?? (config.NODE_ENV === 'production' ? 5_000 : 0);
}
