import { describe, expect, it } from 'vitest';
import { KeyRing } from './key-ring.js';

const OLD = new KeyRing('the old secret');
const NEW = new KeyRing('the new secret', 'the old secret');

describe('KeyRing', () => {
  it('makes digests that show nothing, differ by use, and are the same for the same secret', () => {
    const { codes, phoneNumbers } = OLD;
    expect(codes.of('012345')).not.toContain('012345');
    expect(codes.of('012345')).not.toBe(phoneNumbers.of('012345'));
    expect(codes.of('012345')).toBe(new KeyRing('the old secret').codes.of('012345'));
    expect(codes.of('012345')).not.toBe(NEW.codes.of('012345'));
  });

  it('recognises a digest of its text and of no other', () => {
    const digest = OLD.codes.of('012345');
    expect(OLD.codes.isOf(digest, '012345')).toBe(true);
    expect(OLD.codes.isOf(digest, '012346')).toBe(false);
    expect(OLD.codes.isOf('no digest', '012345')).toBe(false);
    expect(OLD.codes.isOf('', '012345')).toBe(false);
  });

  it('recognises and opens what was made under a former secret, and nothing of a secret it does not have', () => {
    expect(NEW.codes.isOf(OLD.codes.of('012345'), '012345')).toBe(true);
    expect(NEW.codes.candidatesOf('012345')).toEqual([NEW.codes.of('012345'), OLD.codes.of('012345')]);
    expect(NEW.codeSeal.open(OLD.codeSeal.seal('012345', 'here'), 'here')).toBe('012345');
    expect(OLD.codes.isOf(NEW.codes.of('012345'), '012345')).toBe(false);
    expect(OLD.codeSeal.open(NEW.codeSeal.seal('012345', 'here'), 'here')).toBeUndefined();
  });
});
