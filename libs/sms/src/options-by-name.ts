import { getMetadataStorage } from 'class-validator';
import { type OptionsClass, partAt } from './providers/option-rules.js';

/**
 * What is given, with each option of the class a property of its own: a getter of the host's class is none until it is
 * read. What is no option is kept, so that it can be refused.
 */
export function spelledOut<Given extends object>(type: OptionsClass, given: Given): Given {
  const options = namesOf(type).map((name): [string, unknown] => [name, Reflect.get(given, name)]);
  return { ...given, ...Object.fromEntries(options) };
}

/** What is given, as an instance of the class whose rules it is held to; a default stays where `undefined` is given. */
export function instanceOf<T extends object>(type: new () => T, given: object): T {
  const options = new type();
  for (const [name, option] of Object.entries(spelledOut(type, given))) {
    if (option === undefined) continue;
    const value = asRead(option, partAt(type, name));
    Object.defineProperty(options, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return options;
}

/** Parts and lists are read now. Anything else is the host's own: a copy of a store is another store. */
function asRead(option: unknown, part: OptionsClass | undefined): unknown {
  if (Array.isArray(option)) return [...option];
  if (part === undefined || typeof option !== 'object' || option === null) return option;
  return instanceOf(part, option);
}

/** The options a class has rules for, which are all it knows. */
function namesOf(type: OptionsClass): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}
