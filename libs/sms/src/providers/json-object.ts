/** The members of a JSON object in text; `undefined` when the text is no JSON, or not of an object. */
export function parseJsonObject(text: string): ReadonlyMap<string, unknown> | undefined {
  return parseMembers(parseJson(text));
}

/** The value of JSON; `undefined` for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members of a value that is an object; `undefined` for every other value, arrays included. */
export function parseMembers(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}
