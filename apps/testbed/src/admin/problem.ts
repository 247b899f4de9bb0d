import { type ServerResponse, STATUS_CODES } from 'node:http';

/** Answers with problem details. @see RFC 9457 */
export function sendProblem(outgoing: ServerResponse, status: number, detail: string): void {
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail });
  outgoing.writeHead(status, { 'content-type': 'application/problem+json' }).end(body);
}

/** Answers with JSON that no cache keeps. */
export function sendJson(outgoing: ServerResponse, body: unknown): void {
  outgoing
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
