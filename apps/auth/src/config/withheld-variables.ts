import type { EnvironmentFault } from './environment-error.js';

/** A rule looked at a variable that is known to be unusable. */
class UnusableVariableError extends Error {}

function refuse(): never {
  throw new UnusableVariableError();
}

/** Keeps rules from judging by variables that are known to be unusable: whoever reads one in a group gets no further. */
export function withhold(groups: readonly object[], variables: readonly string[]): void {
  for (const group of groups)
    for (const variable of variables) Object.defineProperty(group, variable, { get: refuse });
}

/** What rules find; nothing of those that would have to judge by a variable that is withheld. */
export function faultsBy(rules: readonly (() => readonly EnvironmentFault[])[]): EnvironmentFault[] {
  return rules.flatMap((rule) => {
    try {
      return rule();
    } catch (error) {
      if (error instanceof UnusableVariableError) return [];
      throw error;
    }
  });
}
