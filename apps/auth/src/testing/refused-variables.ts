import { expect } from 'vitest';
import { normaliseEnvironment, type Variables } from '../config/environment.js';
import { EnvironmentError } from '../config/environment-error.js';

const NOW = Date.parse('2026-12-01');

/** The variables a refusal names, in order; none when the environment is usable, on 1 December 2026. */
export function refusedVariables(variables: Variables): readonly string[] {
  try {
    normaliseEnvironment(variables, NOW);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.faults.map(({ variable }) => variable);
  }
}

/** That a variable is refused, and no other, and that the refusal does not tell a value of "hidden". */
export function expectRefused(variable: string, variables: Variables): void {
  expect(refusedVariables(variables)).toEqual([variable]);
  const refusal = () => normaliseEnvironment(variables, NOW);
  expect(refusal).toThrow(variable);
  expect(refusal).not.toThrow('hidden');
}
