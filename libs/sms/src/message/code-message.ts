/** What the text of a one-time code says. */
export interface CodeText {
  /** 4 to 10 digits. */
  readonly code: string;
  /** Name of the service the code is for, as its users know it. */
  readonly appName: string;
  /** Seconds the code lives, from 1 on; told in whole minutes, rounded down, at least 1. */
  readonly expiresInSeconds: number;
  /** BCP 47 tag; a language without a text of its own gets English. */
  readonly locale?: string;
  /** Host of the sign-in page. Adds the last line by which browsers fill the code in. */
  readonly originHost?: string;
  /**
   * Hash of an Android app, 11 characters: ends the text by the line at which Android hands it to the app, in place of
   * the line of browsers.
   */
  readonly androidAppHash?: string;
}

/** Languages with a text of their own (ISO 639-1). */
export const CODE_LANGUAGES = ['en', 'zh', 'es', 'fr', 'de', 'pt', 'hi', 'ar', 'ja', 'ru'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

type Phrase = (code: string, appName: string, minutes: number) => string;

/** Kept short so that each fits one segment together with a host of usual length. */
const PHRASES: Record<CodeLanguage, Phrase> = {
  en: (code, app, minutes) => `${code} is your ${app} code. It expires in ${minutes} min. Do not share it.`,
  zh: (code, app, minutes) => `${app}验证码：${code}，${minutes}分钟内有效，请勿告诉他人。`,
  es: (code, app, minutes) => `${code} es tu código de ${app}. Caduca en ${minutes} min. No lo compartas.`,
  fr: (code, app, minutes) =>
    `${code} est votre code ${app}. Il expire dans ${minutes} min. Ne le partagez pas.`,
  de: (code, app, minutes) => `${code} ist Ihr ${app}-Code. Er gilt ${minutes} Min. Nicht weitergeben.`,
  pt: (code, app, minutes) => `${code} é o seu código ${app}. Expira em ${minutes} min. Não o partilhe.`,
  hi: (code, app, minutes) => `${code} ${app} कोड, ${minutes} मिनट मान्य।`,
  ar: (code, app, minutes) => `${code} رمز ${app}، صالح ${minutes} دقائق.`,
  ja: (code, app, minutes) => `${app}の認証コードは${code}です。${minutes}分間有効。`,
  ru: (code, app, minutes) => `${code} — код ${app}, действует ${minutes} мин.`,
};

/**
 * The text that carries a one-time code, in the recipient's language.
 *
 * With `originHost` its last line is `@host #code`, with `androidAppHash` that hash, either after an empty line. Each
 * platform wants its own line to be the last, so a text has one of them.
 *
 * @see https://wicg.github.io/sms-one-time-codes/ for the form of the last line of browsers
 * @see https://developers.google.com/identity/sms-retriever/verify for the hash, and the 140 bytes that go with it
 */
export function codeText(text: CodeText): string {
  const { code, appName, expiresInSeconds, locale } = text;
  const minutes = Math.max(1, Math.floor(expiresInSeconds / 60));
  const phrase = PHRASES[languageOf(locale)](code, appName, minutes);
  const lastLine = lastLineOf(text);
  return lastLine === undefined ? phrase : `${phrase}\n\n${lastLine}`;
}

function lastLineOf({ code, originHost, androidAppHash }: CodeText): string | undefined {
  if (androidAppHash !== undefined) return androidAppHash;
  return originHost === undefined ? undefined : `@${originHost} #${code}`;
}

function languageOf(locale = 'en'): CodeLanguage {
  const language = locale.toLowerCase().split(/[-_]/)[0];
  return CODE_LANGUAGES.find((known) => known === language) ?? 'en';
}
