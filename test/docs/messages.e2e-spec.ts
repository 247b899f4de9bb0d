import { CODE_LANGUAGES, codeText, roomFor } from '@standby/sms';
import { describe, expect, it } from 'vitest';
import { readPage, rowsOf, sectionOf } from './page.js';

const PAGE = readPage('docs/messages.md');
const USUAL = { appName: 'Standby', expiresInSeconds: 3_600 };

describe('docs/messages.md', () => {
  it('says how long name and host may be in each language', () => {
    const templates = [
      USUAL,
      { ...USUAL, originHost: 'signin.example.com' },
      { ...USUAL, androidAppHash: 'FA+9qCX9VSu' },
    ];
    const rows = CODE_LANGUAGES.map((language) => {
      const rooms = templates.map((template) => roomFor(language, template));
      // A segment of any other alphabet has 70 characters in all.
      const alphabet = Math.max(...rooms) > 70 ? 'GSM-7' : 'UCS-2';
      return [language, alphabet, ...rooms.map(String)];
    });
    expect(rowsOf(sectionOf(PAGE, '## Segments'))).toEqual(rows);
  });

  it('shows a message as it is sent', () => {
    const text = codeText({
      ...USUAL,
      code: '482913',
      expiresInSeconds: 300,
      originHost: 'signin.example.com',
    });
    expect(PAGE).toContain(text);
  });
});
