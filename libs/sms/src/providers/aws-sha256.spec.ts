import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signerSha256 } from './aws-sha256.js';

const Sha256 = signerSha256();
const digestOf = async (chunks: readonly string[], secret?: string | Uint8Array | ArrayBuffer) => {
  const checksum = new Sha256(secret);
  for (const chunk of chunks) checksum.update(Buffer.from(chunk));
  return Buffer.from(await checksum.digest()).toString('hex');
};

describe('signerSha256', () => {
  it('is SHA-256, of nothing, of one chunk and of several', async () => {
    for (const chunks of [[], ['text'], ['te', 'xt', '']])
      expect(await digestOf(chunks)).toBe(createHash('sha256').update(chunks.join('')).digest('hex'));
  });

  it('is HMAC under a secret in any form, the first time and after', async () => {
    const expected = createHmac('sha256', 'secret').update('text').digest('hex');
    const bytes = new TextEncoder().encode('secret');
    for (const secret of ['secret', bytes, bytes.buffer, 'secret'])
      expect(await digestOf(['text'], secret)).toBe(expected);
    expect(await digestOf(['text'], 'another')).not.toBe(expected);
  });

  it('begins anew when told to', async () => {
    const checksum = new Sha256();
    checksum.update(Buffer.from('old'));
    checksum.reset();
    checksum.update(Buffer.from('text'));
    expect(Buffer.from(await checksum.digest()).toString('hex')).toBe(await digestOf(['text']));
  });

  it('keeps the keys of many secrets apart', async () => {
    const secrets = Array.from({ length: 40 }, (_, index) => `secret ${index}`);
    for (const secret of [...secrets, ...secrets])
      expect(await digestOf(['text'], secret)).toBe(
        createHmac('sha256', secret).update('text').digest('hex'),
      );
  });
});
