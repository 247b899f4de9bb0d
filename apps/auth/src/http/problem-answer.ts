import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, languageFor } from './language.js';
import type { Problem } from './problem.js';
import type { ProblemBody } from './problem-body.js';
import { PROBLEM_TEXTS } from './texts/problem-texts.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Answers a request with a problem as RFC 9457 has it, in the language the request asked for. */
export function answerProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const { retryAfterMs, allow, challenge = 'Bearer' } = problem.details;
  const language = languageFor(localeOf(request), request.headers['accept-language']);
  if (retryAfterMs !== undefined)
    reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1_000))));
  if (allow !== undefined) reply.header('allow', allow.join(', '));
  if (problem.status === 401) reply.header('www-authenticate', challenge);
  reply
    .status(problem.status)
    .header('content-language', language)
    .header('vary', [reply.getHeader('vary') ?? [], 'accept-language'].flat().join(', '))
    .header('content-type', PROBLEM_TYPE)
    // Also where the answer could have been kept.
    .header('cache-control', 'no-store')
    .send(problemBodyOf(problem, language));
}

/** A problem as JSON, in the language of whoever reads it. */
export function problemBodyOf({ code, status, details }: Problem, language: Language): string {
  const { title, detail } = PROBLEM_TEXTS[language][code];
  const body: ProblemBody = { type: `/problems/${code}`, title, status, detail, code, ...details.members };
  return JSON.stringify(body);
}

function localeOf({ body }: FastifyRequest): string | undefined {
  if (typeof body !== 'object' || body === null || !('locale' in body)) return undefined;
  return typeof body.locale === 'string' ? body.locale : undefined;
}
