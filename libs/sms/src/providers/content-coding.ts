import { brotliDecompressSync, constants, unzipSync } from 'node:zlib';

/**
 * Header that asks for a body as it is: without one, whatever stands in between may compress it.
 *
 * @see RFC 9110 §12.5.3
 */
export const UNCODED = { 'accept-encoding': 'identity' } as const;

type Decoder = (body: Buffer, maxOutputLength: number) => Buffer;

const unzip: Decoder = (body, maxOutputLength) =>
  unzipSync(body, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
const unbrotli: Decoder = (body, maxOutputLength) =>
  brotliDecompressSync(body, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH });

/** @see RFC 9110 §8.4.1, RFC 7932 */
const DECODERS: ReadonlyMap<string | undefined, Decoder> = new Map([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['deflate', unzip],
  ['br', unbrotli],
]);

/**
 * A body without its content coding, as far as it arrived; `undefined` when it is longer than `mostBytes`.
 *
 * What is in no coding of these, or not in the one it is said to be in, is left as it came.
 */
export function decode(body: Buffer, coding: string | undefined, mostBytes: number): Buffer | undefined {
  const decoder = DECODERS.get(coding?.trim().toLowerCase());
  try {
    return decoder === undefined ? body : decoder(body, mostBytes);
  } catch (error) {
    // Of what is spoilt zlib makes a plain Error.
    return error instanceof RangeError ? undefined : body;
  }
}
