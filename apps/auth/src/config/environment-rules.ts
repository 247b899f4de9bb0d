import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** A variable that holds a whole number in decimal digits, within the given bounds. */
export function WholeNumber(min: number, max: number): PropertyDecorator {
  const message = `$property must be a whole number from ${min} to ${max}`;
  return applyDecorators(
    Transform(({ value }) => wholeNumberOf(value)),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

/** A variable that may be left out and otherwise holds one line of text. */
export function OptionalText(maxLength = 512): PropertyDecorator {
  return applyDecorators(IsOptional(), IsString(), MaxLength(maxLength));
}

/** A variable that may be left out and otherwise holds a credential. */
export function OptionalSecret(): PropertyDecorator {
  const message = '$property must be one line without spaces';
  return applyDecorators(IsOptional(), Matches(/^\S{1,8192}$/, { message }));
}

/** Number() alone would take "", "0x10" and "1e3" for numbers; what is none stays as it is, to be refused. */
function wholeNumberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}
