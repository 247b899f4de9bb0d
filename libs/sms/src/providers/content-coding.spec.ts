import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode } from './content-coding.js';

const BODY = Buffer.from('{"code": 21610, "message": "Ẅ"}');
const MOST = 1000;
const CODINGS: readonly (readonly [string, (body: Buffer) => Buffer])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  [' GZip ', gzipSync],
];

describe('decode', () => {
  it.each(CODINGS)('reads what is in the coding "%s"', (coding, encode) => {
    expect(decode(encode(BODY), coding, MOST)).toEqual(BODY);
  });

  it.each(CODINGS)('reads of "%s" what arrived before a cut', (coding, encode) => {
    const text = Buffer.from(Array.from({ length: 100 }, (_, place) => `${place},`).join(''));
    const decoded = decode(encode(text).subarray(0, -30), coding, MOST) ?? Buffer.of();
    expect(decoded.length).toBeGreaterThan(0);
    expect(text.subarray(0, decoded.length)).toEqual(decoded);
  });

  it.each(CODINGS)('bounds what "%s" becomes', (coding, encode) => {
    expect(decode(encode(Buffer.alloc(MOST)), coding, MOST)).toHaveLength(MOST);
    expect(decode(encode(Buffer.alloc(MOST + 1)), coding, MOST)).toBeUndefined();
  });

  it.each(['gzip', 'deflate', 'br'])('leaves what is not "%s", though it is said to be', (coding) => {
    expect(decode(BODY, coding, MOST)).toEqual(BODY);
  });

  it.each([undefined, '', 'identity', 'zstd', 'gzip, gzip'])(
    'leaves what is in the coding "%s"',
    (coding) => {
      const body = gzipSync(BODY);
      expect(decode(body, coding, MOST)).toEqual(body);
    },
  );

  it.each(CODINGS)('takes nothing in "%s" for nothing', (coding) => {
    expect(decode(Buffer.of(), coding, MOST)).toHaveLength(0);
  });
});
