import { describe, expect, it } from 'vitest';
import { SENDER_ID_FORM } from './sender-id.js';

describe('SENDER_ID_FORM', () => {
  it.each(['Abc', 'Example1', 'ABCDEFGHIJK', '1a2'])('takes %s', (sender) => {
    expect(sender).toMatch(SENDER_ID_FORM.pattern);
  });

  it.each(['', 'Ab', 'ABCDEFGHIJKL', '12345', 'My App', 'Ex-ample', 'Éxample', 'Abc\n'])(
    'refuses %j',
    (sender) => {
      expect(sender).not.toMatch(SENDER_ID_FORM.pattern);
    },
  );
});
