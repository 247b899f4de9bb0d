import { parseJson } from './providers/json-object.js';

/** Reads a `T` from JSON; `undefined` when it is none, as after a change of its form between releases. */
export function parseAs<T>(json: string, is: Guard<T>): T | undefined {
  const value = parseJson(json);
  return is(value) ? value : undefined;
}

/** Whether a value read from JSON is a `T`. */
export type Guard<T> = (value: unknown) => value is T;
/** One guard a property: a property added to the type does not compile until it is checked here. */
type Guards<T> = { readonly [K in keyof Required<T>]: Guard<T[K & keyof T]> };

export const isText = (value: unknown) => typeof value === 'string';
export const isNumber = (value: unknown) => typeof value === 'number';
export const isBoolean = (value: unknown) => typeof value === 'boolean';

export function oneOf<const T extends string>(...texts: readonly T[]): Guard<T> {
  return (value): value is T => texts.some((text) => text === value);
}

export function either<A, B>(isA: Guard<A>, isB: Guard<B>): Guard<A | B> {
  return (value): value is A | B => isA(value) || isB(value);
}

export function optional<T>(is: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || is(value);
}

export function listOf<T>(is: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(is);
}

export function shape<T>(guards: Guards<T>): Guard<T> {
  const checks = Object.entries<Guard<unknown>>(guards);
  return (value): value is T =>
    typeof value === 'object' && value !== null && checks.every(([name, is]) => is(Reflect.get(value, name)));
}
