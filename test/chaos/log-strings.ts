/**
 * Every text in a log of JSON lines, keys and values, and every line that is none.
 *
 * Numbers are left out: the digits of a duration would pass for a code every now and then.
 */
export function stringsIn(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    try {
      return stringsOf(JSON.parse(line));
    } catch {
      return [line];
    }
  });
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [key, ...stringsOf(child)]);
}
