import type { Exchange } from './exchange.js';
import type { Fault } from './faults.js';
import type { Outcome } from './request-counts.js';
import type { Answer, Reply } from './stand-in.js';

const PROXY_PAGE = '<html><head><title>Gateway</title></head><body><h1>Gateway</h1></body></html>\n';

/**
 * Carries out one fault on one exchange and returns the outcome to count.
 *
 * A fault that takes the message leaves a request that is not a send, or that the provider rejects, answered as usual.
 *
 * @throws {CallerGoneError} when the caller goes away first.
 */
export async function carryOut(fault: Fault, exchange: Exchange): Promise<Outcome> {
  const { standIn } = exchange;
  switch (fault.fault) {
    case 'healthy':
      return exchange.answer(await exchange.ask());
    case 'latency':
      return exchange.answerLate(await exchange.ask(), fault.latencyMs);
    case 'slow-drip':
      return exchange.drip(await exchange.ask(), fault.latencyMs);
    case 'cut-short':
      return exchange.cutShort(await exchange.ask());
    case 'malformed-body':
      return exchange.answer(brokenOff(await exchange.ask()));
    case 'accepted-then-hang':
      return onceAccepted(exchange, () => 'hung');
    case 'accepted-then-reset':
      return onceAccepted(exchange, () => exchange.reset());
    case 'accepted-then-500':
      return onceAccepted(exchange, () => exchange.answer(failed(standIn.serverError(500))));
    case 'accepted-then-503':
      return onceAccepted(exchange, () => exchange.answer(failed(standIn.serverError(503))));
    case 'error-code':
      return exchange.answer(standIn.answerWithCode(await exchange.read(), fault.code));
    case 'failed-in-201':
      return exchange.answer(standIn.answerFailed(await exchange.read(), fault.code));
    case 'throttled':
      return answerInstead(exchange, {
        answer: standIn.throttled(fault.retryAfterSeconds),
        outcome: 'throttled',
      });
    case 'error-500':
      return answerInstead(exchange, failed(standIn.serverError(500)));
    case 'error-503':
      return answerInstead(exchange, failed(standIn.serverError(503, fault.retryAfterSeconds)));
    case 'html-502':
      return answerInstead(exchange, failed(proxyPage(502)));
    case 'html-200':
      return answerInstead(exchange, { answer: proxyPage(200), outcome: 'unusable' });
    case 'unusable-200':
      return answerInstead(exchange, { answer: standIn.unusable(), outcome: 'unusable' });
    case 'reset-after-read':
      await exchange.read();
      return exchange.reset();
    case 'reset-before-read':
      return exchange.reset();
    case 'refused':
      return exchange.drop();
    case 'hang':
      break;
  }
  return 'hung';
}

async function onceAccepted(exchange: Exchange, then: () => Outcome): Promise<Outcome> {
  const reply = await exchange.ask();
  return reply.outcome === 'accepted' ? then() : exchange.answer(reply);
}

/** Reads the request to its end first, so that the connection can be used again. */
async function answerInstead(exchange: Exchange, reply: Reply): Promise<Outcome> {
  await exchange.read();
  return exchange.answer(reply);
}

function failed(answer: Answer): Reply {
  return { answer, outcome: 'failed' };
}

function brokenOff({ answer, outcome }: Reply): Reply {
  const body = answer.body.slice(0, Math.floor((answer.body.length * 2) / 3));
  const isSuccess = answer.status < 300;
  return { answer: { ...answer, body }, outcome: isSuccess ? 'unusable' : outcome };
}

function proxyPage(status: number): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body: PROXY_PAGE };
}
