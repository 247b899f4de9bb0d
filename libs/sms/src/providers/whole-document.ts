import { parseJson } from './json-object.js';

const XML = /^\s*(?:<\?xml[^>]*>\s*)?<([\w.:-]+)[\s>]/;

/** Whether a body is a document of JSON or XML from beginning to end: nothing can follow that would change its meaning. */
export function isWholeDocument(body: string): boolean {
  const root = XML.exec(body)?.[1];
  if (root !== undefined) return body.trimEnd().endsWith(`</${root}>`);
  return /^\s*[[{]/.test(body) && parseJson(body) !== undefined;
}
