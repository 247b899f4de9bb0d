import { parseArgs } from 'node:util';
import type { ReplaySettings } from '@standby/sms';
import { readSettings } from '../../config/environment.js';
import { EnvironmentError } from '../../config/environment-error.js';
import { pumpingRulesOf } from '../../config/guard-options.js';
import { GuardConfig } from '../guard.config.js';

/** What to replay, and under which rules. */
export interface ReplayArguments extends ReplaySettings {
  readonly log: string;
  /** Where to write the log to, as JSON lines. */
  readonly save?: string;
}

export const USAGE = `npm run guard:replay -- --log <file or database> [--check] [--save <file>] [NAME=value …]

  --log    a file of JSON lines, a SQLite file, or a DATABASE_URL
  --check  as if there were a human check, which those pass who verified their code
  --save   also writes the log to a file of JSON lines
  NAME     any variable of the pumping guard, e.g. GUARD_DAILY_RATIO=0.3; the others have their defaults`;

/**
 * Reads the command line.
 *
 * @throws {EnvironmentError} naming every setting that is unusable, or unknown
 * @throws {TypeError} for an option that is unknown, or when there is no log
 */
export function replayArgumentsOf(given: readonly string[]): ReplayArguments {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { log: { type: 'string' }, save: { type: 'string' }, check: { type: 'boolean' } },
  });
  if (values.log === undefined) throw new TypeError('There is no --log.');
  const settings = Object.fromEntries(positionals.map(settingIn));
  const unknown = Object.keys(settings).filter((name) => !(name in new GuardConfig()));
  const { config, faults } = readSettings(GuardConfig, settings);
  const all = [
    ...faults,
    ...unknown.map((variable) => ({ variable, message: `${variable} is no setting of the guard` })),
  ];
  if (all.length > 0) throw new EnvironmentError(all);
  const check = values.check === true ? 'offered' : 'none';
  return {
    log: values.log,
    rules: pumpingRulesOf(config),
    check,
    ...(values.save !== undefined && { save: values.save }),
  };
}

function settingIn(argument: string): [name: string, value: string] {
  const [name = '', ...value] = argument.split('=');
  return [name, value.join('=')];
}
