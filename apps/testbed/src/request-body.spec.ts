import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, assert, beforeAll, describe, expect, it } from 'vitest';
import { readBody } from './request-body.js';

describe('readBody', () => {
  const read: (number | undefined)[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      read.push(body?.length);
      response.end();
    });
  });

  const post = async (length: number) => {
    const address = server.address();
    assert(typeof address === 'object' && address !== null);
    return fetch(`http://127.0.0.1:${address.port}`, { method: 'POST', body: 'a'.repeat(length) });
  };

  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('reads 1 MiB, and not a byte more', async () => {
    expect((await post(1_048_576)).status).toBe(200);
    await expect(post(1_048_577)).rejects.toThrow('fetch failed');
    await expect.poll(() => read).toEqual([1_048_576, undefined]);
  });
});
