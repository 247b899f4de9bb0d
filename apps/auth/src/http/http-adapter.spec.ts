import { afterEach, describe, expect, it } from 'vitest';
import { httpAdapter } from './http-adapter.js';

const KIB = 1_024;

const adapter = httpAdapter();
const server = adapter.getInstance();

afterEach(() => adapter.close());

describe('the HTTP server', () => {
  it('reads bodies of 16 KiB and not a byte more, and gives headers 5 s and whole requests 10 s', async () => {
    server.post('/', async () => 'read');
    const post = async (bytes: number) => {
      const payload = `"${'x'.repeat(bytes - 2)}"`;
      const headers = { 'content-type': 'application/json' };
      return (await server.inject({ method: 'POST', url: '/', payload, headers })).statusCode;
    };
    expect([await post(16 * KIB), await post(16 * KIB + 1)]).toEqual([200, 413]);
    expect(server.server).toMatchObject({ headersTimeout: 5_000, requestTimeout: 10_000 });
  });
});
