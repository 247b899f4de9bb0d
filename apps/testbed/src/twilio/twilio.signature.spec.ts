import { describe, expect, it } from 'vitest';
import { signatureOf } from './twilio.signature.js';

describe('signatureOf', () => {
  it('agrees with the vector of the documentation', () => {
    const form = new URLSearchParams({
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    });
    const signature = signatureOf('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', form);
    expect(signature).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
  });
});
