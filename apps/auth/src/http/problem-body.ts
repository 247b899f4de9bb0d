import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type FieldFault, type HumanCheckDemand, PROBLEM_STATUS, type ProblemCode } from './problem.js';

class FieldFaultBody implements FieldFault {
  @ApiProperty({ example: 'phoneNumber' })
  field: string;

  @ApiProperty({ example: 'must be a string' })
  message: string;
}

/** Problem details (RFC 9457), as every error is answered. */
export class ProblemBody {
  @ApiProperty({ description: 'URI reference of the kind of problem.', example: '/problems/code-incorrect' })
  type: string;

  @ApiProperty({ description: 'What is wrong, in the language of `Content-Language`.' })
  title: string;

  @ApiProperty({ type: 'integer', example: 422 })
  status: number;

  @ApiProperty({ description: 'What to do about it, for the person in front of the screen.' })
  detail: string;

  @ApiProperty({ description: 'Stable name, for programs.', enum: Object.keys(PROBLEM_STATUS) })
  code: ProblemCode;

  @ApiPropertyOptional({ description: 'Codes that may still be tried (`code-incorrect`).', type: 'integer' })
  attemptsLeft?: number;

  @ApiPropertyOptional({
    description: 'What each field got wrong (`validation-failed`).',
    type: [FieldFaultBody],
  })
  errors?: readonly FieldFault[];

  @ApiPropertyOptional({
    description: 'Which check to pass before asking again, and what it takes (`human-check-required`).',
    type: 'object',
    properties: { kind: { type: 'string', example: 'turnstile' } },
    additionalProperties: true,
  })
  humanCheck?: HumanCheckDemand;
}
