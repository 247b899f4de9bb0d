import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The text of a file, by its path from the root. */
export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What stands between a heading (`## Errors`) and the next one of any level. @throws {Error} when it is not there. */
export function sectionOf(page: string, heading: string): string {
  const [, after] = `\n${page}`.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`There is no heading "${heading}".`);
  return after.split(/^#+ /m)[0] ?? '';
}

/** The rows of every table in a text, headers left out, cells without their code marks. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines
    .filter((_, index) => !isRule(lines[index]) && !isRule(lines[index + 1]))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('`', '')));
}

/** The first cells of every row of every table in a text. */
export function firstCellsOf(text: string): string[] {
  return rowsOf(text).map(([first = '']) => first);
}

/** The code blocks of a language, without their fences. */
export function codeBlocksOf(text: string, language: string): string[] {
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return Array.from(blocks, ([, code = '']) => code);
}

function isRule(line: string | undefined): boolean {
  return line !== undefined && /^\|[-| ]+\|$/.test(line);
}
