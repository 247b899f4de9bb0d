import type { Answer } from '../stand-in.js';
import type { SnsAccount } from './sns.account.js';
import { actionAnswer, entryMap, memberList, refusalAnswer } from './sns.answers.js';
import { accountAttributesOf, membersOf } from './sns.attributes.js';
import { invalid, refusalOfNumber } from './sns.rules.js';

type AccountAction = (params: URLSearchParams, account: SnsAccount) => Answer;

const OPT_OUTS_PER_PAGE = 100;

/** The calls that look at the account or change it, by their Action; none of them sends anything. */
export const ACCOUNT_ACTIONS: ReadonlyMap<string, AccountAction> = new Map<string, AccountAction>([
  ['GetSMSAttributes', getAttributes],
  ['SetSMSAttributes', setAttributes],
  ['GetSMSSandboxAccountStatus', sandboxStatus],
  ['CheckIfPhoneNumberIsOptedOut', checkOptOut],
  ['ListPhoneNumbersOptedOut', listOptOuts],
  ['OptInPhoneNumber', optIn],
  ['ListOriginationNumbers', () => actionAnswer('ListOriginationNumbers', '<PhoneNumbers/>')],
]);

function getAttributes(params: URLSearchParams, account: SnsAccount): Answer {
  const wanted = membersOf(params, 'attributes');
  const entries = [...account.attributes].filter(([key]) => wanted.length === 0 || wanted.includes(key));
  return actionAnswer('GetSMSAttributes', entryMap('attributes', entries));
}

function setAttributes(params: URLSearchParams, account: SnsAccount): Answer {
  for (const [key, value] of accountAttributesOf(params)) account.attributes.set(key, value);
  return actionAnswer('SetSMSAttributes', '');
}

function sandboxStatus(_params: URLSearchParams, account: SnsAccount): Answer {
  const isInSandbox = account.reach === 'sandbox';
  return actionAnswer('GetSMSSandboxAccountStatus', `<IsInSandbox>${isInSandbox}</IsInSandbox>`);
}

function checkOptOut(params: URLSearchParams, account: SnsAccount): Answer {
  const number = params.get('phoneNumber');
  const refusal = refusalOfNumber('phoneNumber', number);
  if (refusal !== undefined) return refusalAnswer(refusal);
  const isOptedOut = account.optOuts.has(number ?? '');
  return actionAnswer('CheckIfPhoneNumberIsOptedOut', `<isOptedOut>${isOptedOut}</isOptedOut>`);
}

/** The token is the place in the list to go on from. */
function listOptOuts(params: URLSearchParams, account: SnsAccount): Answer {
  const token = params.get('nextToken') ?? '0';
  if (!/^\d{1,6}$/.test(token)) return refusalAnswer(invalid('nextToken'));
  const start = Number(token);
  const numbers = account.optOuts.list();
  const end = start + OPT_OUTS_PER_PAGE;
  const next = end < numbers.length ? `<nextToken>${end}</nextToken>` : '';
  return actionAnswer(
    'ListPhoneNumbersOptedOut',
    memberList('phoneNumbers', numbers.slice(start, end)) + next,
  );
}

function optIn(params: URLSearchParams, account: SnsAccount): Answer {
  const number = params.get('phoneNumber');
  const refusal = refusalOfNumber('phoneNumber', number);
  if (refusal !== undefined) return refusalAnswer(refusal);
  account.optOuts.remove(number ?? '');
  return actionAnswer('OptInPhoneNumber', '');
}
