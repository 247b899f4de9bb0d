import { normaliseDatabaseUrl } from '@standby/database';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppConfig } from '../app.config.js';
import { AuditConfig } from '../audit/audit.config.js';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { GuardConfig } from '../guard/guard.config.js';
import { ProxyConfig } from '../http/proxy.config.js';
import { HumanCheckConfig } from '../human-check/human-check.config.js';
import { MetricsConfig } from '../metrics/metrics.config.js';
import { QuotaConfig } from '../quotas/quota.config.js';
import { SessionsConfig } from '../sessions/sessions.config.js';
import { challengeFaults } from './challenge-faults.js';
import { EnvironmentError, type EnvironmentFault } from './environment-error.js';
import { guardFaults } from './guard-faults.js';
import { messageFaults } from './message-faults.js';
import { proxyFaults } from './proxy-faults.js';
import { receiptFaults } from './receipt-faults.js';
import { readSecretFiles } from './secret-files.js';
import { secretFaults } from './secret-strength.js';
import { SmsConfig } from './sms.config.js';
import { smsFaults } from './sms-faults.js';
import { WatchConfig } from './watch.config.js';
import { faultsBy, withhold } from './withheld-variables.js';

/** Environment variables as a process has them. */
export type Variables = Readonly<Record<string, unknown>>;

/** The environment, read and found usable. */
export interface Environment {
  readonly app: AppConfig;
  readonly sms: SmsConfig;
  readonly watch: WatchConfig;
  readonly challenges: ChallengesConfig;
  readonly audit: AuditConfig;
  readonly metrics: MetricsConfig;
  readonly sessions: SessionsConfig;
  readonly proxy: ProxyConfig;
  readonly quotas: QuotaConfig;
  readonly guard: GuardConfig;
  readonly humanCheck: HumanCheckConfig;
}

/**
 * Reads the environment, and the files that hold its secrets; an empty variable counts as unset.
 *
 * @param now the time, in ms since the epoch
 * @throws {EnvironmentError} naming every variable that is missing or unusable, and none of their values.
 */
export function normaliseEnvironment(variables: Variables, now = Date.now()): Environment {
  const files = readSecretFiles(variables);
  const set = Object.fromEntries(
    Object.entries(files.variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const malformed: EnvironmentFault[] = [...files.faults];
  const read = <T extends object>(type: ClassConstructor<T>): T => {
    const { config, faults } = readSettings(type, set);
    malformed.push(...faults);
    return config;
  };
  const environment: Environment = {
    app: read(AppConfig),
    sms: read(SmsConfig),
    watch: read(WatchConfig),
    challenges: read(ChallengesConfig),
    audit: read(AuditConfig),
    metrics: read(MetricsConfig),
    sessions: read(SessionsConfig),
    proxy: read(ProxyConfig),
    quotas: read(QuotaConfig),
    guard: read(GuardConfig),
    humanCheck: read(HumanCheckConfig),
  };
  withhold(
    Object.values(environment),
    malformed.map(({ variable }) => variable.replace(/_FILE$/, '')),
  );
  const faults = [...malformed, ...unusableIn(environment, now)];
  if (faults.length > 0) throw new EnvironmentError(faults);
  return environment;
}

/** Faults of settings that are well formed, each by itself or together with others. */
function unusableIn(environment: Environment, now: number): EnvironmentFault[] {
  const { app, sms, challenges, proxy, quotas, guard, humanCheck } = environment;
  return faultsBy([
    () => databaseFaults(app),
    () => secretFaults(app),
    () => smsFaults(sms, app.NODE_ENV),
    () => receiptFaults(app, sms),
    () => challengeFaults(app, challenges, now),
    () => messageFaults(app, challenges),
    () => proxyFaults(proxy),
    () => guardFaults(app, quotas, guard, humanCheck),
  ]);
}

/** Reads one group of settings, defaults filled in; the faults name what is malformed. */
export function readSettings<T extends object>(type: ClassConstructor<T>, variables: Variables) {
  const config = plainToInstance(type, variables);
  // "whitelist" drops the rest of the process's environment from the instance.
  const errors = validateSync(config, { whitelist: true });
  const faults = errors.map(
    ({ property, constraints = {} }): EnvironmentFault => ({
      variable: property,
      message: Object.values(constraints)[0] ?? `${property} is not usable`,
    }),
  );
  return { config, faults };
}

function databaseFaults({ DATABASE_URL }: AppConfig): EnvironmentFault[] {
  try {
    normaliseDatabaseUrl(DATABASE_URL);
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [{ variable: 'DATABASE_URL', message: error.message }];
  }
}
