import { randomUUID } from 'node:crypto';
import type { AwsKeys } from '../credentials.js';
import type { FaultCode } from '../faults.js';
import { segmentsOf } from '../segments.js';
import { SignatureCheck } from '../sigv4.js';
import type { Answer, ProviderRequest, Reply, StandIn } from '../stand-in.js';
import type { TakenMessages } from '../taken-messages.js';
import type { SnsAccount } from './sns.account.js';
import { ACCOUNT_ACTIONS } from './sns.account-actions.js';
import { actionAnswer, refusalAnswer, refusalOfSignature, type SnsRefusal } from './sns.answers.js';
import { SNS_CODES } from './sns.codes.js';
import { publishOf } from './sns.rules.js';

const SENDER_ID = 'AWS.SNS.SMS.SenderID';
const ORIGINATION_NUMBER = 'AWS.MM.SMS.OriginationNumber';

/** The AWS Query protocol of SNS, as far as sending SMS and probing need it. */
export class SnsStandIn implements StandIn {
  readonly provider = 'aws-sns';
  readonly codes: ReadonlySet<string> = new Set(SNS_CODES.keys());
  readonly #signatures: SignatureCheck;

  constructor(
    keys: AwsKeys,
    private readonly account: SnsAccount,
    private readonly messages: TakenMessages,
    private readonly now: () => Date,
  ) {
    this.#signatures = new SignatureCheck('sns', keys, now);
  }

  answer(request: ProviderRequest): Reply {
    if (request.method !== 'POST' || request.path !== '/') {
      return rejected({ code: 'NotFound', status: 404, message: 'No such resource' });
    }
    const signature = this.#signatures.faultOf(request);
    if (signature !== undefined) return rejected(refusalOfSignature(signature));
    const params = new URLSearchParams(request.body);
    const action = params.get('Action') ?? '';
    if (action === 'Publish') return this.#publish(params);
    const accountAction = ACCOUNT_ACTIONS.get(action);
    if (accountAction === undefined) {
      return rejected({ code: 'InvalidAction', status: 400, message: `Could not find operation ${action}` });
    }
    const answer = accountAction(params, this.account);
    return { answer, outcome: answer.status === 200 ? 'answered' : 'rejected' };
  }

  answerWithCode(request: ProviderRequest, code: FaultCode): Reply {
    const row = SNS_CODES.get(String(code));
    if (row === undefined || (row.concerns === 'message' && !isSend(request))) return this.answer(request);
    return rejected(row);
  }

  answerFailed(request: ProviderRequest, code: FaultCode = 'InternalError'): Reply {
    const row = SNS_CODES.get(String(code));
    if (row === undefined || !isSend(request)) return this.answer(request);
    return { answer: { ...refusalAnswer(row), status: 200 }, outcome: 'failed' };
  }

  throttled(retryAfterSeconds?: number): Answer {
    return refusalAnswer({ code: 'Throttling', status: 429, message: 'Rate exceeded' }, retryAfterSeconds);
  }

  serverError(status: 500 | 503, retryAfterSeconds?: number): Answer {
    const code = status === 500 ? 'InternalError' : 'ServiceUnavailable';
    return refusalAnswer({ code, status, message: SNS_CODES.get(code)?.message ?? code }, retryAfterSeconds);
  }

  unusable(): Answer {
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: '' };
  }

  /** A number that cannot be reached is answered like any other; only the delivery log would tell. */
  #publish(params: URLSearchParams): Reply {
    const publish = publishOf(params);
    if ('code' in publish) return rejected(publish);
    const { to, text, attributes } = publish;
    const id = randomUUID();
    const reason = this.account.undeliverableReasonFor(to);
    const sender = attributes.get(SENDER_ID) ?? attributes.get(ORIGINATION_NUMBER);
    this.messages.keep({
      id,
      provider: this.provider,
      to,
      from: sender?.value ?? this.account.attributes.get('DefaultSenderID') ?? null,
      body: text,
      segments: segmentsOf(text),
      acceptedAt: this.now().toISOString(),
      ...(reason === undefined ? { status: 'accepted' } : { status: 'not-delivered', reason }),
      asked: Object.fromEntries([...attributes].map(([name, { value }]) => [name, [value]])),
      receipts: [],
    });
    return { answer: actionAnswer('Publish', `<MessageId>${id}</MessageId>`), outcome: 'accepted' };
  }
}

function isSend({ body }: ProviderRequest): boolean {
  return new URLSearchParams(body).get('Action') === 'Publish';
}

function rejected(refusal: SnsRefusal): Reply {
  const { code, status } = refusal;
  const isThrottling = status === 429 || code.includes('Throttl');
  const outcome = isThrottling ? 'throttled' : status >= 500 ? 'failed' : 'rejected';
  return { answer: refusalAnswer(refusal), outcome };
}
