import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsNumber, IsOptional, IsString, IsUrl, Matches, Max, MaxLength, Min } from 'class-validator';

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

/** A variable that may be left out and otherwise holds a decimal number, within the given bounds. */
export function OptionalDecimal(min: number, max: number): PropertyDecorator {
  const message = `$property must be a decimal number from ${min} to ${max}`;
  return applyDecorators(
    IsOptional(),
    Transform(({ value }) => decimalOf(value)),
    IsNumber({}, { message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

/** A variable that may be left out and otherwise has a form; `described` goes on from "must be". */
export function OptionalForm(form: RegExp, described: string): PropertyDecorator {
  return applyDecorators(IsOptional(), Matches(form, { message: `$property must be ${described}` }));
}

/** A variable that may be left out and otherwise names an AWS region. */
export function OptionalRegion(): PropertyDecorator {
  return OptionalForm(
    /^(?![a-z]{2}-iso)[a-z]{2}(-[a-z]+)+-\d+$/,
    'an AWS region such as eu-west-1, and none of the isolated ones',
  );
}

/** A variable that may be left out and otherwise holds the URL of an API. */
export function OptionalUrl(): PropertyDecorator {
  const rule = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
  return applyDecorators(IsOptional(), IsUrl(rule, { message: '$property must be an http or https URL' }));
}

/** A variable that may be left out and otherwise holds scheme, host and perhaps a port of an API. */
export function OptionalOrigin(): PropertyDecorator {
  const message = '$property must be without user, path, query and fragment';
  return applyDecorators(OptionalUrl(), Matches(/^https?:\/\/[^/?#@]+\/?$/, { message }));
}

/** A variable that may be left out and otherwise holds a credential. */
export function OptionalSecret(): PropertyDecorator {
  const message = '$property must be one line without spaces';
  return applyDecorators(IsOptional(), Matches(/^\S{1,8192}$/, { message }));
}

/** Not every text that Number() takes: no exponent, no sign. */
function decimalOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
}

/** Number() alone would take "", "0x10" and "1e3" for numbers; what is none stays as it is, to be refused. */
function wholeNumberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}
