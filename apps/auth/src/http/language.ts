/** The languages problems are written in; the first is used when none asked for is among them. */
export const LANGUAGES = ['en', 'zh', 'es', 'fr', 'de', 'pt', 'hi', 'ar', 'ja', 'ru'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Longest header that is looked at; browsers send a tenth of it. */
const MAX_HEADER_LENGTH = 512;

/**
 * The language to answer in: the locale the request named, else the best of its `Accept-Language`, else
 * English. Regions are ignored, `pt-BR` being understood by whoever reads `pt`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
 */
export function languageFor(locale: string | undefined, acceptLanguage: string | undefined): Language {
  return parseLanguage(locale ?? '') ?? preferred(acceptLanguage ?? '') ?? LANGUAGES[0];
}

function preferred(header: string): Language | undefined {
  const ranges = header
    .slice(0, MAX_HEADER_LENGTH)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().split(/\s*;\s*/);
      const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
      return { language: parseLanguage(tag), quality: Number(quality) };
    })
    .filter(({ quality }) => quality > 0);
  return ranges.toSorted((left, right) => right.quality - left.quality).find(({ language }) => language)
    ?.language;
}

function parseLanguage(tag: string): Language | undefined {
  const primary = tag.split(/[-_]/, 1)[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === primary);
}
