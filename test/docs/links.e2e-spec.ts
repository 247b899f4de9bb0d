import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocksOf, ROOT, readPage } from './page.js';

const PAGES = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });

/** Targets of the links of a page that lead to a file of the repository or to a heading. */
function localLinksOf(page: string): string[] {
  const links = Array.from(page.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

/** Anchors as a forge makes them of headings. */
function anchorsOf(page: string): string[] {
  const headings = page.matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (path) => {
  const page = readPage(path);

  it('links to what is there', () => {
    const broken = localLinksOf(page).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(readPage(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only commands that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(readPage('package.json'));
    const inBlocks = codeBlocksOf(page, 'sh').join('\n');
    const inText = Array.from(page.matchAll(/`(npm [^`]+)`/g), ([, command = '']) => command).join('\n');
    const commands = `${inBlocks}\n${inText}`.matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g);
    const unknown = Array.from(commands, ([, run, short]) => run ?? short ?? '').filter(
      (name) => !(name in scripts),
    );
    expect(unknown).toEqual([]);
  });
});
