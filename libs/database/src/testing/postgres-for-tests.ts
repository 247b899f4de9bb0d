import { inject } from 'vitest';

/** What a test run says when it is asked for its PostgreSQL. */
export type PostgresAnswer =
  | { readonly status: 'up'; readonly url: string }
  | { readonly status: 'absent'; readonly reason: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the global set-up of the run answers with a {@link PostgresAnswer}. */
    postgresDesk?: string;
  }
}

/**
 * The one PostgreSQL of this test run, started by whoever asks first.
 *
 * @throws when there is none and `CI` is set: what is not tested there is tested nowhere.
 */
export async function postgresForTests(): Promise<PostgresAnswer> {
  const answer = await askedAt(inject('postgresDesk'));
  if (answer.status === 'absent' && process.env.CI !== undefined && process.env.CI !== 'false')
    throw new Error(`PostgreSQL does not start: ${answer.reason}`);
  return answer;
}

async function askedAt(desk: string | undefined): Promise<PostgresAnswer> {
  if (desk === undefined) return { status: 'absent', reason: 'this test run has no global set-up' };
  const answer: unknown = await (await fetch(desk)).json();
  if (typeof answer === 'object' && answer !== null) {
    if ('url' in answer && typeof answer.url === 'string') return { status: 'up', url: answer.url };
    if ('reason' in answer && typeof answer.reason === 'string')
      return { status: 'absent', reason: answer.reason };
  }
  throw new TypeError('The global set-up gave no answer about PostgreSQL.');
}
