import type { Answer } from '../stand-in.js';
import type { TakenMessages } from '../taken-messages.js';
import type { EumAccount } from './eum.account.js';
import { refusalAnswer, resultAnswer } from './eum.answers.js';
import { EUM_CODES } from './eum.codes.js';
import { type EumParameters, invalid } from './eum.rules.js';

type Operation = (parameters: EumParameters, account: EumAccount, messages: TakenMessages) => Answer;

/** The operations that send nothing, by name. */
export const ACCOUNT_OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['DescribeSpendLimits', (_, account) => describeSpendLimits(account)],
  ['DescribeAccountAttributes', (_, account) => describeAttributes(account)],
  ['PutMessageFeedback', (parameters, _, messages) => putFeedback(parameters, messages)],
]);

function describeSpendLimits({ spendLimitUsd }: EumAccount): Answer {
  const limits = ['TEXT', 'VOICE', 'MEDIA'].map((channel) => ({
    Name: `${channel}_MESSAGE_MONTHLY_SPEND_LIMIT`,
    EnforcedLimit: channel === 'TEXT' ? spendLimitUsd : 0,
    MaxLimit: channel === 'TEXT' ? spendLimitUsd : 0,
    Overridden: false,
  }));
  return resultAnswer({ SpendLimits: limits });
}

function describeAttributes({ reach }: EumAccount): Answer {
  return resultAnswer({ AccountAttributes: [{ Name: 'ACCOUNT_TIER', Value: reach.toUpperCase() }] });
}

function putFeedback(parameters: EumParameters, messages: TakenMessages): Answer {
  const id = parameters.get('MessageId');
  const status = parameters.get('MessageFeedbackStatus');
  if (typeof id !== 'string') return refusalAnswer(invalid('MISSING_PARAMETER', 'MessageId'));
  if (status !== 'RECEIVED' && status !== 'FAILED') {
    return refusalAnswer(invalid('INVALID_PARAMETER', 'MessageFeedbackStatus'));
  }
  const isOurs = messages.find(id)?.provider === 'aws-eum';
  const unknown = EUM_CODES.get('ResourceNotFoundException');
  if (!isOurs && unknown !== undefined) return refusalAnswer(unknown);
  messages.revise(id, { feedback: status });
  return resultAnswer({ MessageId: id, MessageFeedbackStatus: status });
}
