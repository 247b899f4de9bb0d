import { describe, expect, it } from 'vitest';
import { InvalidMessageError, type MessageDraft, normalise } from './outbound-message.js';
import { InvalidRecipientError } from './phone-number.js';

const normalised = (draft: Partial<MessageDraft> = {}) =>
  normalise({ to: '+44 7400 123456', text: 'Hello', purpose: 'notification', ...draft }, 'message-1');

describe('normalise', () => {
  it('makes what goes out of what the caller wrote', () => {
    expect(normalised({ text: 'It’s €5', validForSeconds: 300 })).toEqual({
      id: 'message-1',
      to: { e164: '+447400123456', country: 'GB' },
      text: `It's €5`,
      encoding: 'GSM-7',
      segments: 1,
      purpose: 'notification',
      validForSeconds: 300,
    });
  });

  it('leaves out a validity that was not given', () => {
    expect(normalised()).not.toHaveProperty('validForSeconds');
  });

  it.each([
    [1, 1],
    [0.2, 1],
    [90.5, 91],
    [36_000, 36_000],
    [36_000.5, 36_000],
    [86_400, 36_000],
  ])('takes a text that is good for %d s for one that is for %d', (given, validForSeconds) => {
    expect(normalised({ validForSeconds: given })).toMatchObject({ validForSeconds });
  });

  it.each([0, -0.5, -300, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a text that is good for %d s',
    (validForSeconds) => {
      expect(() => normalised({ validForSeconds })).toThrow(
        expect.objectContaining({ name: 'InvalidMessageError', reason: 'validity-out-of-range' }),
      );
    },
  );

  it('takes a number already normalised as it is', () => {
    const to = { e164: '+447400123456', country: 'GB' } as const;
    expect(normalised({ to }).to).toBe(to);
  });

  it('refuses a recipient before it looks at the text', () => {
    expect(() => normalised({ to: 'nobody', text: '' })).toThrow(InvalidRecipientError);
  });

  it('is a notification unless it is said to be a one-time code', () => {
    expect(normalised({ purpose: undefined }).purpose).toBe('notification');
    expect(normalised(JSON.parse('{"purpose":"marketing"}')).purpose).toBe('notification');
    expect(normalised({ purpose: 'one-time-code' }).purpose).toBe('one-time-code');
  });

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\t ', 'empty'],
    ['what nobody sees', '\u200b\u200b', 'empty'],
    ['a null character', 'a\0b', 'control-characters'],
    ['an escape', 'a\u001b[31m', 'control-characters'],
    ['a C1 control', 'a\u0085b', 'control-characters'],
    ['half a surrogate pair', 'a\ud83d', 'control-characters'],
    ['1601 characters', 'a'.repeat(1601), 'too-long'],
    ['what only its look-alikes make too long', '…'.repeat(534), 'too-long'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => normalised({ text })).toThrow(
      expect.objectContaining({ name: 'InvalidMessageError', reason }),
    );
  });

  it.each([
    ['1600 characters', 'a'.repeat(1600)],
    ['line breaks and a form feed', 'a\r\nb\fc'],
    ['a whole surrogate pair', '😀'],
  ])('accepts %s', (_, text) => {
    expect(normalised({ text }).text).toBe(text);
  });

  it('does not show the text it refuses', () => {
    expect(new InvalidMessageError('too-long').message).toBe('The message cannot be sent: too-long.');
  });
});
