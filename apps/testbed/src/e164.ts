const E164 = /^\+[1-9]\d{6,14}$/;

/** Tells whether a text is a number in E.164 form, by its length alone; seven digits at least. */
export function isE164(text: string): boolean {
  return E164.test(text);
}
