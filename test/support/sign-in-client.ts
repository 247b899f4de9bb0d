import { logWatch } from '../../apps/auth/src/testing/log-watch.js';

/** An answer of the API: its status and its JSON, or `{}` where there is none. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Speaks to the sign-in API as a client of it would; what it sends and is given may stand in no log that is watched, and in no error. */
export class SignInClient {
  constructor(
    private readonly origin: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  ask(phoneNumber: string): Promise<Answer> {
    return this.post('/v1/challenges', { phoneNumber });
  }

  resend(challengeId: unknown): Promise<Answer> {
    return this.post(`/v1/challenges/${String(challengeId)}/resend`);
  }

  verify(challengeId: unknown, code: string): Promise<Answer> {
    return this.post(`/v1/challenges/${String(challengeId)}/verification`, { code });
  }

  get(path: string, accessToken?: unknown): Promise<Answer> {
    return this.#send(path, {
      headers: typeof accessToken === 'string' ? { authorization: `Bearer ${accessToken}` } : {},
    });
  }

  post(path: string, body?: unknown): Promise<Answer> {
    logWatch.plantMembers(body);
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return this.#send(path, { method: 'POST', ...(body === undefined ? {} : json) });
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.headers)) headers.set(name, value);
    const response = await fetch(`${this.origin}${path}`, { ...init, headers });
    const text = await response.text();
    const body: Answer['body'] = text === '' ? {} : JSON.parse(text);
    logWatch.plantMembers(body);
    if (!response.ok) logWatch.write(text);
    return { status: response.status, body, headers: response.headers };
  }
}
