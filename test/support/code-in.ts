/** The code in a text; empty where there is none. */
export function codeIn(text = ''): string {
  return /\b\d{6}\b/.exec(text)?.[0] ?? '';
}
