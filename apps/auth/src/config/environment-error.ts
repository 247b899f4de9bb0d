/** One variable that cannot be used, and what to do about it. The message never repeats the value. */
export interface EnvironmentFault {
  readonly variable: string;
  readonly message: string;
}

/** The environment does not describe a service that can run. Nothing was opened, created or sent. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly faults: readonly EnvironmentFault[]) {
    super(`Cannot start with this environment:\n${faults.map(({ message }) => `  - ${message}`).join('\n')}`);
  }
}
