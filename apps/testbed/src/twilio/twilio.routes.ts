import type { TwilioCredentials } from '../credentials.js';
import type { FaultCode } from '../faults.js';
import type { OptOuts } from '../opt-outs.js';
import type { Answer, ProviderRequest, Reply, StandIn } from '../stand-in.js';
import type { TakenMessages } from '../taken-messages.js';
import {
  accountResource,
  jsonAnswer,
  messageResource,
  refusalAnswer,
  rfc2822,
  type TwilioRefusal,
} from './twilio.answers.js';
import { accountLookup, isAccountSid, type TwilioAccount } from './twilio.authentication.js';
import type { TwilioCallbacks } from './twilio.callbacks.js';
import { TWILIO_CODES } from './twilio.codes.js';
import { formOf, messageOf } from './twilio.message.js';
import { messageListPage } from './twilio.message-list.js';
import { refusalOfMessage } from './twilio.rules.js';
import type { TwilioStandings } from './twilio.standing.js';

const PATH = /^\/2010-04-01\/Accounts\/([^/]+?)(?:\.json|\/(.+)\.json)$/;
const ONE_MESSAGE = /^Messages\/((?:SM|MM)[0-9a-fA-F]{32})(\/Feedback)?$/;
const UNKNOWN_FAILURE = 30_008;

/** Twilio's messaging API, as far as sending, looking up and probing need it. */
export class TwilioStandIn implements StandIn {
  readonly provider = 'twilio';
  readonly codes: ReadonlySet<string> = new Set([...TWILIO_CODES.keys()].map(String));
  readonly #accountFor: (authorization: string | undefined, pathSid: string) => TwilioAccount | undefined;

  constructor(
    private readonly credentials: TwilioCredentials,
    private readonly messages: TakenMessages,
    private readonly optOuts: OptOuts,
    private readonly standings: TwilioStandings,
    private readonly callbacks: TwilioCallbacks,
    private readonly now: () => Date,
  ) {
    this.#accountFor = accountLookup(credentials);
  }

  answer(request: ProviderRequest): Reply {
    return this.#route(request, undefined);
  }

  answerWithCode(request: ProviderRequest, code: FaultCode): Reply {
    const row = TWILIO_CODES.get(Number(code));
    if (row?.phase === 'async') return this.answerFailed(request, code);
    if (row?.concerns === 'message' && !isSend(request)) return this.answer(request);
    return rejected({ code: Number(code) });
  }

  answerFailed(request: ProviderRequest, code: FaultCode = UNKNOWN_FAILURE): Reply {
    return this.#route(request, String(code));
  }

  throttled(retryAfterSeconds?: number): Answer {
    return refusalAnswer({ code: 20429 }, retryAfterSeconds);
  }

  serverError(status: 500 | 503, retryAfterSeconds?: number): Answer {
    return refusalAnswer({ code: status === 500 ? 20500 : 20503 }, retryAfterSeconds);
  }

  unusable(): Answer {
    return jsonAnswer(200, {});
  }

  #route(request: ProviderRequest, failure: string | undefined): Reply {
    const [, accountSid = '', resource = ''] = PATH.exec(request.path) ?? [];
    if (!isAccountSid(accountSid)) return notFound(request.path);
    const account = this.#accountFor(request.headers.authorization, accountSid);
    if (account === undefined) return notAuthenticated();
    if (isSend(request)) return this.#create(formOf(request), account, failure);
    if (account === 'test') {
      return rejected({ code: 20008, message: 'Resource not accessible with Test Account Credentials' });
    }
    const [, sid, feedback] = ONE_MESSAGE.exec(resource) ?? [];
    if (sid !== undefined && feedback !== undefined && request.method === 'POST') {
      return this.#feedback(sid, request);
    }
    if (request.method !== 'GET') return notFound(request.path);
    if (sid !== undefined && feedback === undefined) return this.#find(sid, request.path);
    if (resource === 'Messages') return answered(this.#list(new URLSearchParams(request.search)));
    if (resource === 'Balance') {
      const { balance, currency } = this.standings.current;
      return answered({ account_sid: accountSid, balance: balance.toFixed(2), currency });
    }
    if (resource !== '') return notFound(request.path);
    return account === 'live-by-key'
      ? notAuthenticated()
      : answered(accountResource(this.credentials, this.standings));
  }

  #create(params: URLSearchParams, account: TwilioAccount, failure: string | undefined): Reply {
    if (this.standings.current.status !== 'active') return rejected({ code: 20005 });
    const refusal = refusalOfMessage({ params, account, hasOptedOut: (to) => this.optOuts.has(to) });
    if (refusal !== undefined) return rejected(refusal);
    const message = messageOf(params, this.now(), failure);
    if (account !== 'test') this.messages.keep(message);
    const { accountSid, testAccountSid } = this.credentials;
    const resource = messageResource(message, account === 'test' ? testAccountSid : accountSid);
    const isTaken = failure === undefined && account !== 'test';
    if (isTaken) this.callbacks.follow(message);
    const outcome = isTaken ? 'accepted' : failure === undefined ? 'answered' : 'failed';
    return { answer: jsonAnswer(201, resource), outcome };
  }

  #find(sid: string, path: string): Reply {
    const message = this.messages.find(sid);
    if (message?.provider !== this.provider) return notFound(path);
    return answered(messageResource(message, this.credentials.accountSid));
  }

  #list(params: URLSearchParams): unknown {
    const to = params.get('To');
    const kept = this.messages.list({ provider: this.provider, ...(to === null ? {} : { to }) });
    return messageListPage(kept, params, this.credentials.accountSid);
  }

  #feedback(sid: string, request: ProviderRequest): Reply {
    const outcome = formOf(request).get('Outcome') ?? 'confirmed';
    if (outcome !== 'confirmed' && outcome !== 'unconfirmed') {
      return rejected({ code: 20422, message: `Invalid Outcome: ${outcome}` });
    }
    if (this.messages.find(sid)?.asked.ProvideFeedback?.[0] !== 'true') return notFound(request.path);
    this.messages.revise(sid, { feedback: outcome });
    const { accountSid } = this.credentials;
    const date = rfc2822(this.now());
    const uri = request.path;
    return answered({
      account_sid: accountSid,
      message_sid: sid,
      outcome,
      date_created: date,
      date_updated: date,
      uri,
    });
  }
}

function isSend({ method, path }: ProviderRequest): boolean {
  return method === 'POST' && path.endsWith('/Messages.json');
}

function answered(body: unknown): Reply {
  return { answer: jsonAnswer(200, body), outcome: 'answered' };
}

function rejected(refusal: TwilioRefusal): Reply {
  const answer = refusalAnswer(refusal);
  return {
    answer,
    outcome: answer.status === 429 ? 'throttled' : answer.status >= 500 ? 'failed' : 'rejected',
  };
}

function notAuthenticated(): Reply {
  return rejected({ code: 20003, detail: 'Your AccountSid or AuthToken was incorrect.' });
}

function notFound(path: string): Reply {
  return rejected({ code: 20404, message: `The requested resource ${path} was not found` });
}
