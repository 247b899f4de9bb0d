import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../resilience/clock.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { PageUnavailableError, pagesOver } from './aws-page.js';

let server: Server;
let origin: string;
let asked: (string | undefined)[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url);
    answer(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  origin = `http://127.0.0.1:${address.port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const page = () => pagesOver(systemClock, 5000, origin)('https://sns.eu-west-1.amazonaws.com/a.pem?b=c');

describe('pagesOver', () => {
  it('reads the page of an address at another origin', async () => {
    answer = (response) => response.end('page');
    await expect(page()).resolves.toBe('page');
    expect(asked).toEqual(['/a.pem?b=c']);
  });

  it('follows no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: `${origin}/elsewhere` }).end();
    await expect(page()).resolves.toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('reads no page over 16 KiB', async () => {
    answer = (response) => response.end('a'.repeat(16_385));
    await expect(page()).resolves.toBeUndefined();
  });

  it.each([403, 404])('has no page at an address that answers %d', async (status) => {
    answer = (response) => response.writeHead(status).end('page');
    await expect(page()).resolves.toBeUndefined();
  });

  it('tells trouble apart from no page', async () => {
    answer = (response) => response.writeHead(503).end();
    await expect(page()).rejects.toThrow(new PageUnavailableError('server-error'));
    answer = (response) => response.destroy();
    await expect(page()).rejects.toThrow(new PageUnavailableError('no-answer: UND_ERR_SOCKET'));
  });

  it('ends when its time is up', async () => {
    const clock = new ManualClock();
    answer = () => clock.advance(1000);
    const pending = pagesOver(clock, 1000, origin)('https://sns.eu-west-1.amazonaws.com/');
    await expect(pending).rejects.toThrow(PageUnavailableError);
    expect(clock.pending).toBe(0);
  });
});
