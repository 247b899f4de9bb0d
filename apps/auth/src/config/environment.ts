import { normaliseDatabaseUrl } from '@standby/database';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppConfig } from '../app.config.js';
import { AuditConfig } from '../audit.config.js';
import { ChallengesConfig } from '../challenges.config.js';
import { DeliveryConfig } from '../delivery.config.js';
import { SessionsConfig } from '../sessions.config.js';
import { SmsConfig } from '../sms.config.js';
import { challengeFaults } from './challenge-faults.js';
import { EnvironmentError, type EnvironmentFault } from './environment-error.js';
import { messageFaults } from './message-faults.js';
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
}

/**
 * Reads the environment; an empty variable counts as unset.
 *
 * @throws {EnvironmentError} naming every variable that is missing or unusable, and none of their values.
 */
export function normaliseEnvironment(variables: Variables): Environment {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const app = read(AppConfig, set);
  const sms = read(SmsConfig, set);
  const delivery = read(DeliveryConfig, set);
  const challenges = read(ChallengesConfig, set);
  const audit = read(AuditConfig, set);
  const sessions = read(SessionsConfig, set);
  const malformed = [app, sms, delivery, challenges, audit, sessions].flatMap(({ faults }) => faults);
  if (malformed.length > 0) throw new EnvironmentError(malformed);

  const unusable = [
    ...databaseFaults(app.config),
    ...secretFaults(app.config),
    ...smsFaults(sms.config, app.config.NODE_ENV),
    ...receiptFaults(app.config, sms.config),
    ...challengeFaults(app.config, challenges.config),
    ...messageFaults(app.config, challenges.config),
  ];
  if (unusable.length > 0) throw new EnvironmentError(unusable);
  return {
    app: app.config,
    sms: sms.config,
    delivery: delivery.config,
    challenges: challenges.config,
    audit: audit.config,
    sessions: sessions.config,
  };
}

function read<T extends object>(type: ClassConstructor<T>, variables: Variables) {
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
