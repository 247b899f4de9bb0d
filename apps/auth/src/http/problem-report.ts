import type { Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from '@standby/database';
import { handlingOf, UndeliverableError } from '@standby/sms';
import type { Problem } from './problem.js';

/** Logs a problem that is not the client's, with the id of its request and nothing else of it. */
export function reportProblem({ status, cause }: Problem, requestId: string, logger: Logger): void {
  if (cause instanceof UndeliverableError) {
    const level = handlingOf(cause.kind).alert ? 'error' : 'warn';
    logger[level]({ msg: 'a code could not be sent', requestId, kind: cause.kind, reason: cause.message });
  } else if (cause instanceof DatabaseUnavailableError) {
    logger.warn({ msg: 'the database did not answer', requestId, reason: cause.reason });
  } else if (status === 500) {
    logger.error({ msg: 'a request failed unexpectedly', requestId, err: cause });
  }
}
