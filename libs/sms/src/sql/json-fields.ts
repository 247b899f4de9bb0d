/** Every word a column may hold; a word added to a type does not compile until it is here. */
export type Words<Word extends string> = Readonly<Record<Word, true>>;

/** The word of a table that a text is; `undefined` when it is none of them. */
export function keyIn<Key extends string>(
  table: Readonly<Record<Key, unknown>>,
  text: string | undefined,
): Key | undefined {
  const isKey = (candidate: string): candidate is Key => Object.hasOwn(table, candidate);
  return text !== undefined && isKey(text) ? text : undefined;
}

export function textIn(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}

export function numberIn(value: unknown, name: string): number | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'number' ? field : undefined;
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
