import type { Language } from '../language.js';
import type { ProblemCode, ProblemText } from '../problem.js';
import { AR } from './ar.js';
import { DE } from './de.js';
import { EN } from './en.js';
import { ES } from './es.js';
import { FR } from './fr.js';
import { HI } from './hi.js';
import { JA } from './ja.js';
import { PT } from './pt.js';
import { RU } from './ru.js';
import { ZH } from './zh.js';

/** The words of every problem in every language; one that is missing does not compile. */
export const PROBLEM_TEXTS: Readonly<Record<Language, Readonly<Record<ProblemCode, ProblemText>>>> = {
  en: EN,
  zh: ZH,
  es: ES,
  fr: FR,
  de: DE,
  pt: PT,
  hi: HI,
  ar: AR,
  ja: JA,
  ru: RU,
};
