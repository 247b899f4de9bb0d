import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEM_STATUS, type ProblemCode } from './problem.js';
import { ProblemBody } from './problem-body.js';

/** What any route may answer with, besides what it names. */
const EVERYWHERE = ['malformed-request', 'internal-error', 'unavailable'] as const satisfies ProblemCode[];

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

/** Documents the problems a route answers with, one response a status. */
export function ApiProblems(...codes: readonly ProblemCode[]): MethodDecorator {
  const byStatus = Map.groupBy([...codes, ...EVERYWHERE], (code) => PROBLEM_STATUS[code]);
  const responses = [...byStatus].map(([status, names]) =>
    ApiResponse({
      status,
      description: names.map((name) => `\`${name}\``).join(', '),
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemBody) } } },
    }),
  );
  return applyDecorators(ApiExtraModels(ProblemBody), ...responses);
}
