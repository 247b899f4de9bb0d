import { CODE_LANGUAGES, type CodeLanguage, type CodeText, codeText } from './code-message.js';
import { transliterate } from './gsm-7.js';
import { type Segmentation, segmentsOf } from './segments.js';

/** What is the same in every language. */
export type CodeTextDraft = Omit<CodeText, 'code' | 'locale'>;

/** What does not hold of the text of a code in one language. */
export type CodeTextFault = { readonly language: CodeLanguage } & (
  | ({ readonly fault: 'several-segments' } & Segmentation)
  /** Android leaves longer messages alone. */
  | { readonly fault: 'too-many-bytes'; readonly bytes: number }
  /** The last line is not what a browser, or Android, looks for. */
  | { readonly fault: 'last-line' }
);

/** Bytes in UTF-8 that a message for an Android app may have. */
const ANDROID_BYTES = 140;
/** The last line that browsers look for. @see https://wicg.github.io/sms-one-time-codes/#parsing */
const ORIGIN_LINE = /^@(?<host>[^\s@#]+) #(?<code>[^\s@#]+)$/;
const CODE = '482913';

/** Checks the texts that a code would be sent with, in all languages. */
export function codeTextFaultsOf(draft: CodeTextDraft): readonly CodeTextFault[] {
  return CODE_LANGUAGES.flatMap((language) => faultsIn(language, draft));
}

/**
 * Characters that name and host may have together for nothing to be wrong with the text in a language; a character in
 * GSM-7, and one of UTF-8's single bytes.
 *
 * @param draft what else the text has; its name and host are made as long as they can be
 */
export function roomFor(language: CodeLanguage, draft: CodeTextDraft): number {
  let room = 0;
  while (faultsIn(language, { ...draft, appName: 'x'.repeat(room + 1) }).length === 0) room += 1;
  return room + (draft.originHost?.length ?? 0);
}

function faultsIn(language: CodeLanguage, draft: CodeTextDraft): CodeTextFault[] {
  const text = textIn(language, draft);
  const segmentation = segmentsOf(text);
  const bytes = Buffer.byteLength(text);
  return [
    ...(segmentation.segments > 1 ? [{ language, fault: 'several-segments', ...segmentation } as const] : []),
    ...(draft.androidAppHash !== undefined && bytes > ANDROID_BYTES
      ? [{ language, fault: 'too-many-bytes', bytes } as const]
      : []),
    ...(endsAsAsked(text, draft) ? [] : [{ language, fault: 'last-line' } as const]),
  ];
}

function endsAsAsked(text: string, { originHost, androidAppHash }: CodeTextDraft): boolean {
  const lastLine = text.split('\n').at(-1) ?? '';
  if (androidAppHash !== undefined) return lastLine === androidAppHash;
  if (originHost === undefined) return true;
  const { host, code } = ORIGIN_LINE.exec(lastLine)?.groups ?? {};
  return host === originHost && code === CODE;
}

/** The text as it goes out. */
function textIn(language: CodeLanguage, draft: CodeTextDraft): string {
  return transliterate(codeText({ ...draft, code: CODE, locale: language }));
}
