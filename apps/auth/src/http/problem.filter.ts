import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedMethods } from './allowed-methods.js';
import { Problem } from './problem.js';
import { answerProblem } from './problem-answer.js';
import { problemOf } from './problem-of.js';
import { reportProblem } from './problem-report.js';

/** Turns whatever was thrown into a problem, reports it when it is ours, and answers it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  constructor(private readonly allowedMethods: AllowedMethods) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.#refined(problemOf(thrown), request);
    reportProblem(problem, request.id, this.#logger);
    if (!reply.sent) answerProblem(problem, request, reply);
  }

  /** The router knows only "no such route"; that the path exists under other methods is found out here. */
  #refined(problem: Problem, request: FastifyRequest): Problem {
    if (problem.code !== 'not-found' || !request.is404) return problem;
    const allow = this.allowedMethods.of(request.url);
    return allow.length === 0 ? problem : new Problem('method-not-allowed', { allow });
  }
}
