import { TimeIsUpError } from '../../../libs/sms/src/resilience/time-limit.js';
import type { SmsOptions } from '../../../libs/sms/src/sms.options.js';
import { isFinal, isMaybeSent, mayBeAskedAgain } from '../answer-meaning.js';
import type { ProviderCall } from '../simulated-send.js';

/** What else is known when a call begins. */
export interface CallScene {
  /** Calls of this provider under way, this one included. */
  readonly underWay: number;
  readonly options: SmsOptions;
}

/** What must be true of every call at its beginning; the name of the function says what. */
export type CallInvariant = (call: ProviderCall, scene: CallScene) => boolean;

export const CALL_INVARIANTS: readonly CallInvariant[] = [
  nobodyIsAskedAfterTheEnd,
  nobodyIsAskedAfterTheCallerGaveUp,
  nobodyIsAskedAfterARefusal,
  nobodyIsAskedByAClosedService,
  notificationsAreNotHedged,
  notificationsMaybeSentAreNotSentAgain,
  aProviderIsAskedAgainOnlyWhenCertainlyNothingWasSent,
  noMoreCallsAtOnceThanAllowed,
];

function nobodyIsAskedAfterTheEnd({ send }: ProviderCall): boolean {
  return send.end.state === 'under way';
}

function nobodyIsAskedAfterTheCallerGaveUp({ send, beganAtStep }: ProviderCall): boolean {
  return send.gaveUp === 'not' || send.gaveUp.step >= beganAtStep;
}

/** In the step of the refusal another call may begin: neither has heard of the other. */
function nobodyIsAskedAfterARefusal(call: ProviderCall): boolean {
  return !call.send.calls.some(
    ({ end }) =>
      end.state === 'ended' &&
      end.step < call.beganAtStep &&
      end.as.by === 'answer' &&
      isFinal(end.as.answer),
  );
}

function nobodyIsAskedByAClosedService({ send }: ProviderCall): boolean {
  return send.door === 'open';
}

function notificationsAreNotHedged(call: ProviderCall): boolean {
  return call.send.purpose === 'one-time-code' || othersOf(call).every(({ end }) => end.state === 'ended');
}

function notificationsMaybeSentAreNotSentAgain(call: ProviderCall): boolean {
  return (
    call.send.purpose === 'one-time-code' ||
    !othersOf(call).some(({ end }) => end.state === 'ended' && isMaybeSent(end.as.answer))
  );
}

function aProviderIsAskedAgainOnlyWhenCertainlyNothingWasSent(call: ProviderCall): boolean {
  return othersOf(call).every(
    ({ provider, end }) =>
      provider !== call.provider || (end.state === 'ended' && mayBeAskedAgain(end.as.answer)),
  );
}

function noMoreCallsAtOnceThanAllowed(_: ProviderCall, { underWay, options }: CallScene): boolean {
  return underWay <= options.failover.maxConcurrent;
}

function othersOf(call: ProviderCall): readonly ProviderCall[] {
  return call.send.calls.filter((other) => other !== call);
}

/** Unless its caller gave up, another was faster or no time was left; waiting for a place is not part of it. */
export function whoeverIsCutOffHadItsTime(
  { beganAtMs, signal }: ProviderCall,
  nowMs: number,
  options: SmsOptions,
): boolean {
  if (!(signal.reason instanceof TimeIsUpError)) return true;
  const { minAttemptTimeoutMs } = options.failover;
  const leastMs = Math.min(minAttemptTimeoutMs, options.awsSns?.requestTimeoutMs ?? minAttemptTimeoutMs);
  return nowMs - beganAtMs >= leastMs - TIMER_EARLINESS_MS;
}

/** Timers of whole milliseconds may run this much too early. */
const TIMER_EARLINESS_MS = 2;
