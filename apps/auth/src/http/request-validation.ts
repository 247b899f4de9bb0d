import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldFault, Problem } from './problem.js';

/** Most faults one answer lists. */
const MAX_FAULTS = 20;
const MAX_NAME_LENGTH = 64;

/** Checks bodies against their contract classes; what a contract does not name is refused, not dropped. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new Problem('validation-failed', { members: { errors: faultsOf(errors) } }),
  });
}

function faultsOf(errors: readonly ValidationError[]): FieldFault[] {
  return errors.slice(0, MAX_FAULTS).map(({ property, constraints = {} }) => ({
    // A name nobody knows is the client's own text: cut, so that it cannot fill the answer.
    field: property.slice(0, MAX_NAME_LENGTH),
    message:
      'whitelistValidation' in constraints
        ? 'is not a field of this request'
        : (Object.values(constraints)[0] ?? 'is not usable'),
  }));
}
