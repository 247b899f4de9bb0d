/** Says what is being measured, in the place of what it said before; says nothing where nobody looks. `''` ends it. */
export function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${what}`);
}
