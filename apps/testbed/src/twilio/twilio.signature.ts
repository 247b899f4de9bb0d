import { createHmac } from 'node:crypto';

/** Signs a form as Twilio does. @see https://www.twilio.com/docs/usage/security#validating-requests */
export function signatureOf(authToken: string, url: string, form: URLSearchParams): string {
  const fields = [...new Set(form.keys())].toSorted();
  const signed = fields.map((name) =>
    [...new Set(form.getAll(name))]
      .toSorted()
      .map((value) => name + value)
      .join(''),
  );
  return createHmac('sha1', authToken)
    .update(`${url}${signed.join('')}`)
    .digest('base64');
}
