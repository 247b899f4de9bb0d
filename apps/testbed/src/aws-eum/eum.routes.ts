import { randomUUID } from 'node:crypto';
import type { AwsKeys } from '../credentials.js';
import type { FaultCode } from '../faults.js';
import { segmentsOf } from '../segments.js';
import { SignatureCheck } from '../sigv4.js';
import type { Answer, ProviderRequest, Reply, StandIn } from '../stand-in.js';
import type { TakenMessages } from '../taken-messages.js';
import type { EumAccount } from './eum.account.js';
import { ACCOUNT_OPERATIONS } from './eum.account-operations.js';
import { type EumRefusal, refusalAnswer, refusalOfSignature, resultAnswer } from './eum.answers.js';
import { EUM_CODES } from './eum.codes.js';
import { type EumParameters, refusalOfSend } from './eum.rules.js';

/** What stands before the operation in the `x-amz-target` header, and tells these requests from those of SNS. */
export const EUM_TARGET = 'PinpointSMSVoiceV2.';

/** The AWS JSON protocol of End User Messaging, as far as sending texts and probing need it. */
export class EumStandIn implements StandIn {
  readonly provider = 'aws-eum';
  readonly codes: ReadonlySet<string> = new Set(EUM_CODES.keys());
  readonly #signatures: SignatureCheck;

  constructor(
    keys: AwsKeys,
    private readonly account: EumAccount,
    private readonly messages: TakenMessages,
    private readonly now: () => Date,
  ) {
    this.#signatures = new SignatureCheck('sms-voice', keys, now);
  }

  answer(request: ProviderRequest): Reply {
    const operation = operationOf(request);
    if (request.method !== 'POST' || request.path !== '/' || operation === undefined) {
      return rejected({ exception: 'UnknownOperationException', status: 404, message: 'No such operation' });
    }
    const signature = this.#signatures.faultOf(request);
    if (signature !== undefined) return rejected(refusalOfSignature(signature));
    const parameters = parseParameters(request.body);
    if (parameters === undefined) {
      return rejected({ exception: 'SerializationException', status: 400, message: 'The body is not JSON' });
    }
    if (operation === 'SendTextMessage') return this.#send(parameters);
    const accountOperation = ACCOUNT_OPERATIONS.get(operation);
    if (accountOperation === undefined) {
      const message = `There is no ${operation} here`;
      return rejected({ exception: 'UnknownOperationException', status: 400, message });
    }
    const answer = accountOperation(parameters, this.account, this.messages);
    return { answer, outcome: answer.status === 200 ? 'answered' : 'rejected' };
  }

  answerWithCode(request: ProviderRequest, code: FaultCode): Reply {
    const row = EUM_CODES.get(String(code));
    if (row === undefined || (row.concerns === 'message' && !isSend(request))) return this.answer(request);
    return rejected(row);
  }

  answerFailed(request: ProviderRequest, code: FaultCode = 'InternalServerException'): Reply {
    const row = EUM_CODES.get(String(code));
    if (row === undefined || !isSend(request)) return this.answer(request);
    return { answer: { ...refusalAnswer(row), status: 200 }, outcome: 'failed' };
  }

  throttled(retryAfterSeconds?: number): Answer {
    const refusal = { exception: 'ThrottlingException', status: 429, message: 'Rate exceeded' };
    return refusalAnswer(refusal, retryAfterSeconds);
  }

  serverError(status: 500 | 503, retryAfterSeconds?: number): Answer {
    const exception = status === 500 ? 'InternalServerException' : 'ServiceUnavailableException';
    return refusalAnswer({ exception, status, message: 'Try again later' }, retryAfterSeconds);
  }

  unusable(): Answer {
    return resultAnswer({});
  }

  /** A DryRun is checked and answered like any other, and not sent. */
  #send(parameters: EumParameters): Reply {
    const refusal = refusalOfSend(parameters, this.account);
    if (refusal !== undefined) return rejected(refusal);
    const id = randomUUID();
    const answer = resultAnswer({ MessageId: id });
    const { DestinationPhoneNumber: to, MessageBody: body, ...asked } = Object.fromEntries(parameters);
    if (asked.DryRun === true) return { answer, outcome: 'answered' };
    this.messages.keep({
      id,
      provider: this.provider,
      to: written(to),
      from: asked.OriginationIdentity === undefined ? null : written(asked.OriginationIdentity),
      body: written(body),
      segments: segmentsOf(written(body)),
      acceptedAt: this.now().toISOString(),
      status: 'accepted',
      asked: Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, [written(value)]])),
      receipts: [],
    });
    return { answer, outcome: 'accepted' };
  }
}

function operationOf({ headers }: ProviderRequest): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(EUM_TARGET)) return undefined;
  return target.slice(EUM_TARGET.length);
}

function isSend(request: ProviderRequest): boolean {
  return operationOf(request) === 'SendTextMessage';
}

function parseParameters(body: string): EumParameters | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function rejected(refusal: EumRefusal): Reply {
  const { exception, status } = refusal;
  const isThrottling = status === 429 || exception === 'ThrottlingException';
  const outcome = isThrottling ? 'throttled' : status >= 500 ? 'failed' : 'rejected';
  return { answer: refusalAnswer(refusal), outcome };
}
