import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from '@standby/database';
import { handlingOf, UndeliverableError } from '@standby/sms';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedMethods } from './allowed-methods.js';
import { Problem } from './problem.js';
import { answerProblem } from './problem-answer.js';
import { problemOf } from './problem-of.js';

/** Turns whatever was thrown into a problem, reports it when it is ours, and answers it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly allowedMethods: AllowedMethods) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.refined(problemOf(thrown), request);
    this.report(problem, request.id);
    if (!reply.sent) answerProblem(problem, request, reply);
  }

  /** The router knows only "no such route"; that the path exists under other methods is found out here. */
  private refined(problem: Problem, request: FastifyRequest): Problem {
    if (problem.code !== 'not-found' || !request.is404) return problem;
    const allow = this.allowedMethods.of(request.url);
    return allow.length === 0 ? problem : new Problem('method-not-allowed', { allow });
  }

  private report({ status, cause }: Problem, requestId: string): void {
    if (cause instanceof UndeliverableError) {
      const level = handlingOf(cause.kind).alert ? 'error' : 'warn';
      this.logger[level]({
        msg: 'a code could not be sent',
        requestId,
        kind: cause.kind,
        reason: cause.message,
      });
    } else if (cause instanceof DatabaseUnavailableError) {
      this.logger.warn({ msg: 'the database did not answer', requestId, reason: cause.reason });
    } else if (status === 500) {
      this.logger.error({ msg: 'a request failed unexpectedly', requestId, err: cause });
    }
  }
}
