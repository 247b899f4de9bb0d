import { randomUUID } from 'node:crypto';
import type { AwsKeys } from '../credentials.js';
import { SignatureCheck } from '../sigv4.js';
import type { Answer, ProviderRequest } from '../stand-in.js';
import type { DeliveryLog } from './delivery-log.js';
import type { LogOutcome } from './log-entry.js';

/** What the targets of CloudWatch Logs begin with. */
export const LOGS_TARGET = 'Logs_20140328.';

const GROUP = /^sns\/[a-z0-9-]+\/\d{12}\/DirectPublishToPhoneNumber(\/Failure)?$/;
const LARGEST_LIMIT = 10_000;
/** Calls of FilterLogEvents an account may make in a second. */
const CALLS_PER_SECOND = 5;

interface Page {
  readonly offset: number;
  /** Empty pages handed out since the last one with entries. */
  readonly empty: number;
}

/** FilterLogEvents of CloudWatch Logs in AWS JSON 1.1, over the delivery logs of SNS and nothing else. */
export class LogsStandIn {
  readonly #signatures: SignatureCheck;
  #callsAtMs: readonly number[] = [];

  constructor(
    keys: AwsKeys,
    private readonly log: DeliveryLog,
    private readonly now: () => Date,
  ) {
    this.#signatures = new SignatureCheck('logs', keys, now);
  }

  answer(request: ProviderRequest): Answer {
    const fault = this.#signatures.faultOf(request);
    if (fault !== undefined) return refused('UnrecognizedClientException', fault.message);
    if (request.headers['x-amz-target'] !== `${LOGS_TARGET}FilterLogEvents`) {
      return refused('UnknownOperationException', 'Unknown operation');
    }
    if (!this.#mayCall()) return refused('ThrottlingException', 'Rate exceeded');
    const parameters = parametersOf(request.body);
    return parameters === undefined
      ? refused('SerializationException', 'The body is not a JSON object')
      : this.#filter(parameters);
  }

  #filter(parameters: ReadonlyMap<string, unknown>): Answer {
    const outcome = outcomeOf(parameters.get('logGroupName'));
    const page = pageIn(parameters.get('nextToken'));
    const fromMs = numberIn(parameters, 'startTime', 0);
    const toMs = numberIn(parameters, 'endTime', Number.POSITIVE_INFINITY);
    const limit = Math.min(numberIn(parameters, 'limit', LARGEST_LIMIT), LARGEST_LIMIT);
    if (outcome === undefined || !this.log.hasGroup(outcome)) {
      return refused('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    if (page === undefined)
      return refused('InvalidParameterException', 'The specified nextToken is invalid.');
    if (fromMs > toMs || limit < 1) return refused('InvalidParameterException', 'The range is not valid.');
    const entries = this.log.entries(outcome, fromMs, Math.min(toMs, this.now().getTime()));
    return this.#pageOf(entries, page, limit);
  }

  #pageOf(
    entries: readonly { readonly timestamp: number }[],
    { offset, empty }: Page,
    limit: number,
  ): Answer {
    if (empty < this.log.settings.emptyPages) {
      return answer({ events: [], nextToken: tokenOf({ offset, empty: empty + 1 }), searchedLogStreams: [] });
    }
    const end = offset + limit;
    const events = entries.slice(offset, end).map((entry) => ({
      ...entry,
      logStreamName: 'testbed',
      ingestionTime: entry.timestamp,
    }));
    return answer({
      events,
      searchedLogStreams: [],
      ...(end < entries.length && { nextToken: tokenOf({ offset: end, empty: 0 }) }),
    });
  }

  #mayCall(): boolean {
    const nowMs = this.now().getTime();
    this.#callsAtMs = this.#callsAtMs.filter((atMs) => nowMs - atMs < 1000);
    if (this.#callsAtMs.length >= CALLS_PER_SECOND) return false;
    this.#callsAtMs = [...this.#callsAtMs, nowMs];
    return true;
  }
}

/** Which outcomes a group holds; `undefined` of a group that is not one of SNS's. */
function outcomeOf(group: unknown): LogOutcome | undefined {
  const [name, failure] = (typeof group === 'string' && GROUP.exec(group)) || [];
  if (name === undefined) return undefined;
  return failure === undefined ? 'SUCCESS' : 'FAILURE';
}

function numberIn(parameters: ReadonlyMap<string, unknown>, name: string, fallback: number): number {
  const value = parameters.get(name);
  return typeof value === 'number' ? value : fallback;
}

function tokenOf({ offset, empty }: Page): string {
  return `${offset}/${empty}`;
}

function pageIn(token: unknown): Page | undefined {
  if (token === undefined) return { offset: 0, empty: 0 };
  const [, offset, empty] = (typeof token === 'string' && /^(\d{1,9})\/(\d{1,2})$/.exec(token)) || [];
  return offset === undefined ? undefined : { offset: Number(offset), empty: Number(empty) };
}

function parametersOf(body: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? new Map(Object.entries(parsed)) : undefined;
  } catch {
    return undefined;
  }
}

function refused(exception: string, message: string): Answer {
  return answer({ __type: exception, message }, 400);
}

function answer(content: object, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(content),
  };
}
