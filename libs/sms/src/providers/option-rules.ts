import { applyDecorators } from '@nestjs/common';
import {
  ArrayUnique,
  IsInt,
  IsObject,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';

/** May be left out or `undefined`. `null` is neither: it may stand for a secret that was not found. */
export const Optional = () => ValidateIf((_, value: unknown) => value !== undefined);

/** A class of options, each with its rules and perhaps a default. */
export type OptionsClass = new () => object;

/** The parts of a class of options, by their names; the key is its prototype, which is what a decorator is told. */
const PARTS = new WeakMap<object, Map<PropertyKey, () => OptionsClass>>();

/** Options of a part, with rules of their own. */
export const Nested = (options: () => OptionsClass) =>
  applyDecorators(IsObject(), ValidateNested(), Part(options));

const Part =
  (options: () => OptionsClass): PropertyDecorator =>
  (target, name) => {
    PARTS.set(target, new Map(PARTS.get(target)).set(name, options));
  };

/** The class of the part that has this name; `undefined` where that is no part. */
export function partAt(type: OptionsClass, name: string): OptionsClass | undefined {
  return PARTS.get(type.prototype)?.get(name)?.();
}

/** A part of the host application's own that has these methods. */
export const Speaks = (methods: readonly string[], validation?: ValidationOptions) =>
  ValidateBy(
    {
      name: 'speaks',
      validator: {
        validate: (value: unknown) => methods.every((method) => hasMethod(value, method)),
        defaultMessage: () => `$property must have the methods ${methods.join(', ')}`,
      },
    },
    validation,
  );

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}

/** Lower-case: such a name stands in paths, in labels, and beside a country in the name of a circuit. */
const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Parts of the host application's own, each with a name of its own. */
export const Named = () =>
  applyDecorators(
    ArrayUnique(nameOf, { message: '$property must not have a name twice' }),
    ValidateBy({
      name: 'named',
      validator: {
        validate: (parts: unknown) => Array.isArray(parts) && parts.map(nameOf).every(isName),
        defaultMessage: () =>
          '$property must have names of lower-case letters, digits and hyphens, a letter first, 64 at most',
      },
    }),
  );

/** What a part calls itself; `undefined` where it is none. */
export function nameOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null ? Reflect.get(part, 'name') : undefined;
}

function isName(name: unknown): boolean {
  return typeof name === 'string' && NAME.test(name);
}

/** A whole number from `min` to `max`. */
export const Whole = (min: number, max: number) => applyDecorators(IsInt(), Min(min), Max(max));

/** A duration in ms, from `min` to `max`. */
export const Milliseconds = Whole;

/** `http://` or `https://`, a host, and perhaps a port. */
export const Origin = () =>
  applyDecorators(
    IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }),
    Matches(/^https?:\/\/[^/?#@]+\/?$/, {
      message: '$property must be without user, path, query and fragment',
    }),
  );

/** What a text must look like; `described` goes on from "must be". */
export interface TextForm {
  readonly pattern: RegExp;
  readonly described: string;
}

/** A text of a form. */
export const OfForm = ({ pattern, described }: TextForm) =>
  Matches(pattern, { message: `$property must be ${described}` });

export const AWS_REGION_FORM: TextForm = {
  pattern: /^(?![a-z]{2}-iso)[a-z]{2}(-[a-z]+)+-\d+$/,
  described: 'an AWS region such as eu-west-1, and none of the isolated ones',
};

/** The name of an AWS region, e.g. `eu-west-1`; none of the isolated ones, whose hosts are not under amazonaws.com. */
export const AwsRegion = () => OfForm(AWS_REGION_FORM);

/** A secret: shown by no message. */
export const Secret = () => Matches(/^\S+$/, { message: '$property must not be empty or hold spaces' });
