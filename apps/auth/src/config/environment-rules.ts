import { applyDecorators } from '@nestjs/common';
import type { TextForm } from '@standby/sms';
import { Transform } from 'class-transformer';
import {
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';

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

/** A variable that may be left out and otherwise has a form. */
export function OptionalForm({ pattern, described }: TextForm): PropertyDecorator {
  return applyDecorators(IsOptional(), Matches(pattern, { message: `$property must be ${described}` }));
}

/** A variable that may be left out and otherwise holds texts of a form, so many at most, separated by commas. */
export function OptionalForms(
  { pattern, described }: TextForm,
  most = Number.POSITIVE_INFINITY,
): PropertyDecorator {
  const validate = (value: unknown) => {
    const texts = typeof value === 'string' ? value.split(/\s*,\s*/) : [];
    return texts.length >= 1 && texts.length <= most && texts.every((text) => pattern.test(text));
  };
  const message = `$property must be ${described}, separated by commas`;
  return applyDecorators(IsOptional(), ValidateBy({ name: 'forms', validator: { validate } }, { message }));
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
