import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { PROBLEM_STATUS, type ProblemCode } from './problem.js';
import { ProblemBody } from './problem-body.js';

/** What any route may answer with, besides what it names. */
const EVERYWHERE = [
  'malformed-request',
  'request-timeout',
  'internal-error',
  'unavailable',
] as const satisfies ProblemCode[];

/** What any route may answer that is sent something; the framework reads the bodies of all but `GET`. */
export const OF_A_BODY = [
  'malformed-json',
  'payload-too-large',
  'unsupported-media-type',
] as const satisfies ProblemCode[];

/** What any route may answer that has an id in its address. */
export const OF_AN_ID = ['uri-too-long'] as const satisfies ProblemCode[];

/** What any route may answer that has the id of a challenge in its address: of one that is not live, and of any id. */
export const OF_A_CHALLENGE = [
  'challenge-not-found',
  'challenge-expired',
  'challenge-consumed',
  'challenge-superseded',
  'challenge-exhausted',
  ...OF_AN_ID,
] as const satisfies ProblemCode[];

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait, where that is known', schema: { type: 'integer' } },
} as const;

/** What an answer of a status has beside its body. */
const HEADERS: Readonly<Record<number, NonNullable<ApiResponseOptions['headers']>>> = {
  401: { 'WWW-Authenticate': { description: 'Why the token was refused', schema: { type: 'string' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

/** Documents the problems a route answers with, one response a status. */
export function ApiProblems(...codes: readonly ProblemCode[]): MethodDecorator {
  const byStatus = Map.groupBy([...codes, ...EVERYWHERE], (code) => PROBLEM_STATUS[code]);
  const responses = [...byStatus].map(([status, names]) =>
    ApiResponse({
      status,
      description: names.map((name) => `\`${name}\``).join(', '),
      headers: HEADERS[status] ?? {},
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemBody) } } },
    }),
  );
  return applyDecorators(ApiExtraModels(ProblemBody), ...responses);
}
