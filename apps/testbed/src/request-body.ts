import type { IncomingMessage } from 'node:http';

/** Bytes of a request body the testbed reads; a send is a thousandth of it. */
const LONGEST_BODY = 1_048_576;

/** Reads a whole request body; undefined when the caller goes away first or the body exceeds 1 MiB. */
export function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LONGEST_BODY) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}
