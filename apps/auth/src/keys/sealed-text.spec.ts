import { describe, expect, it } from 'vitest';
import { DerivedKeys } from './derived-keys.js';
import { seal, UnsealError, unseal } from './sealed-text.js';

const KEY = Buffer.alloc(32, 1);
const OTHER_KEY = Buffer.alloc(32, 2);

describe('seal', () => {
  it('is opened by the same key and context only', () => {
    const sealed = seal('012345', KEY, 'here');
    expect(unseal(sealed, KEY, 'here')).toBe('012345');
    expect(() => unseal(sealed, KEY, 'elsewhere')).toThrow(UnsealError);
    expect(() => unseal(sealed, OTHER_KEY, 'here')).toThrow(/AUTH_SECRET has changed/);
  });

  it('never seals the same text the same way', () => {
    expect(seal('012345', KEY, 'here')).not.toBe(seal('012345', KEY, 'here'));
  });

  it('notices every altered byte, and a text cut short', () => {
    const [version, keyId, body = ''] = seal('012345', KEY, 'here').split('.');
    const box = Buffer.from(body, 'base64url');
    for (const index of box.keys()) {
      const altered = Buffer.from(box);
      altered.writeUInt8(altered.readUInt8(index) ^ 1, index);
      expect(() => unseal(`${version}.${keyId}.${altered.toString('base64url')}`, KEY, 'here')).toThrow(
        UnsealError,
      );
    }
    for (const envelope of ['', 'v1', `v2.${keyId}.${body}`, `v1.${keyId}.`, `v1.${keyId}.AAAA`]) {
      expect(() => unseal(envelope, KEY, 'here')).toThrow(UnsealError);
    }
  });
});

describe('DerivedKeys', () => {
  it('has a key of its own for each use, the same for the same secret', () => {
    const keys = Object.values(new DerivedKeys('a secret')).map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(5);
    expect(new DerivedKeys('a secret')).toEqual(new DerivedKeys('a secret'));
    expect(new DerivedKeys('another').codeSeal).not.toEqual(new DerivedKeys('a secret').codeSeal);
  });
});
