import { normaliseDatabaseUrl } from '@standby/database';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppConfig } from '../app.config.js';
import { AuditConfig } from '../audit/audit.config.js';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { DeliveryConfig } from '../delivery.config.js';
import { GuardConfig } from '../guard/guard.config.js';
import { ProxyConfig } from '../http/proxy.config.js';
import { HumanCheckConfig } from '../human-check/human-check.config.js';
import { QuotaConfig } from '../quotas/quota.config.js';
import { SessionsConfig } from '../sessions/sessions.config.js';
import { SmsConfig } from '../sms.config.js';
import { challengeFaults } from './challenge-faults.js';
import { EnvironmentError, type EnvironmentFault } from './environment-error.js';
import { guardFaults } from './guard-faults.js';
import { messageFaults } from './message-faults.js';
import { proxyFaults } from './proxy-faults.js';
import { receiptFaults } from './receipt-faults.js';
import { secretFaults } from './secret-strength.js';
import { smsFaults } from './sms-faults.js';

/** Environment variables as a process has them. */
export type Variables = Readonly<Record<string, unknown>>;

/** The environment, read and found usable. */
export interface Environment {
  readonly app: AppConfig;
  readonly sms: SmsConfig;
  readonly delivery: DeliveryConfig;
  readonly challenges: ChallengesConfig;
  readonly audit: AuditConfig;
  readonly sessions: SessionsConfig;
  readonly proxy: ProxyConfig;
  readonly quotas: QuotaConfig;
  readonly guard: GuardConfig;
  readonly humanCheck: HumanCheckConfig;
}

/**
 * Reads the environment; an empty variable counts as unset.
 *
 * @param now the time, in ms since the epoch
 * @throws {EnvironmentError} naming every variable that is missing or unusable, and none of their values.
 */
export function normaliseEnvironment(variables: Variables, now = Date.now()): Environment {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const app = readSettings(AppConfig, set);
  const sms = readSettings(SmsConfig, set);
  const delivery = readSettings(DeliveryConfig, set);
  const challenges = readSettings(ChallengesConfig, set);
  const audit = readSettings(AuditConfig, set);
  const sessions = readSettings(SessionsConfig, set);
  const proxy = readSettings(ProxyConfig, set);
  const quotas = readSettings(QuotaConfig, set);
  const guard = readSettings(GuardConfig, set);
  const humanCheck = readSettings(HumanCheckConfig, set);
  const all = [app, sms, delivery, challenges, audit, sessions, proxy, quotas, guard, humanCheck];
  const malformed = all.flatMap(({ faults }) => faults);
  if (malformed.length > 0) throw new EnvironmentError(malformed);

  const unusable = [
    ...databaseFaults(app.config),
    ...secretFaults(app.config),
    ...smsFaults(sms.config, app.config.NODE_ENV),
    ...receiptFaults(app.config, sms.config),
    ...challengeFaults(app.config, challenges.config, now),
    ...messageFaults(app.config, challenges.config),
    ...proxyFaults(proxy.config),
    ...guardFaults(app.config, quotas.config, guard.config, humanCheck.config),
  ];
  if (unusable.length > 0) throw new EnvironmentError(unusable);
  return {
    app: app.config,
    sms: sms.config,
    delivery: delivery.config,
    challenges: challenges.config,
    audit: audit.config,
    sessions: sessions.config,
    proxy: proxy.config,
    quotas: quotas.config,
    guard: guard.config,
    humanCheck: humanCheck.config,
  };
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
