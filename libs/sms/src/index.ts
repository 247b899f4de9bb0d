export {
  type AttemptEnded,
  type AttentionNeeded,
  type CircuitChanged,
  type DeliveryLogsUnread,
  type LedgerUnavailable,
  type MessageAccepted,
  type MessageNotResent,
  type MessageResent,
  type MessageStatusChanged,
  type MessageUndeliverable,
  type OutcomeNotReported,
  type OutcomeRecorded,
  type ReceiptNotUnderstood,
  type ReceiptRefused,
  type ReceiptUnmatched,
  type ResendHindrance,
  type SmsEvent,
  SmsEvents,
} from './events/sms.events.js';
export {
  assertServed,
  type DestinationPolicy,
  type DestinationRefusal,
  DestinationRefusedError,
} from './guard/destination-policy.js';
export { type BucketLevel, type BucketShape, levelAfter } from './guard/leaky-bucket.js';
export { MemoryPumpingCounters } from './guard/memory-pumping-counters.js';
export { prefixOf } from './guard/number-prefix.js';
export { COUNTRIES_WINDOW_MS, dayOf, type Pour, PumpingCounters } from './guard/pumping-counters.js';
export { type Circumstances, type Decision, PumpingGuard } from './guard/pumping-guard.js';
export {
  type CodeFate,
  outcomeOf,
  type RecordedRequest,
  type ReplayCount,
  type ReplayResult,
  type ReplaySettings,
  replayPumping,
} from './guard/pumping-replay.js';
export type { GuardedRequest, PumpingRules } from './guard/pumping-rules.js';
export type {
  CheckState,
  Effect,
  GuardMode,
  Measure,
  PumpingObjection,
  Standing,
  Verdict,
} from './guard/pumping-verdict.js';
export {
  type SpanCount,
  type SpanName,
  spansAt,
  type VerifiedCounts,
  verifiedCountsOf,
} from './guard/verified-counts.js';
export { SmsHealthIndicator } from './health/sms.health.js';
export { type ContentKey, ContentKeys } from './ledger/content-keys.js';
export {
  IdempotencyConflictError,
  IdempotencyUnavailableError,
  InvalidIdempotencyKeyError,
} from './ledger/idempotency-key.js';
export { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
export { MemoryOutcomeStore } from './ledger/memory-outcome-store.js';
export type { MessageAttempt } from './ledger/message-attempt.js';
export {
  type DueClaim,
  type LatestQuery,
  MessageLedger,
  type RecordChange,
  type RecordRule,
} from './ledger/message-ledger.js';
export type { MessageContent, MessageRecord } from './ledger/message-record.js';
export type { DeliveryStatus, MessageStatus } from './ledger/message-status.js';
export type { Outcome } from './ledger/outcome.js';
export { type ClaimAnswer, OutcomeStore, type SendClaim } from './ledger/outcome-store.js';
export type { OutcomeReport, RecordedOutcome } from './ledger/recorded-outcome.js';
export type { SentMessage } from './ledger/sent-message.js';
export type { ResendCause, Watch, WatchEnd } from './ledger/watch.js';
export { CODE_LANGUAGES, type CodeLanguage, type CodeText, codeText } from './message/code-message.js';
export type { CodeOutcome } from './message/code-outcome.js';
export { type CodeTextFault, codeTextFaultsOf, roomFor } from './message/code-text-check.js';
export { type Cost, costMicrosOf, type PriceTable } from './message/message-price.js';
export {
  InvalidMessageError,
  type InvalidMessageReason,
  type OutboundMessage,
  type Purpose,
} from './message/outbound-message.js';
export {
  InvalidRecipientError,
  type InvalidRecipientReason,
  maskPhoneNumber,
  normalisePhoneNumber,
  type PhoneNumber,
} from './message/phone-number.js';
export { type Encoding, type Segmentation, segmentsOf } from './message/segments.js';
export { SENDER_ID_FORM } from './message/sender-id.js';
export { SmsOptionsError } from './parse-sms-options.js';
export { AWS_EUM_RESOURCE_FORM } from './providers/aws-eum/aws-eum.options.js';
export { AWS_ACCOUNT_FORM } from './providers/aws-sns/aws-sns.delivery-log.options.js';
export { type FirehoseAnswer, firehoseAnswerTo } from './providers/aws-sns/aws-sns.firehose-answer.js';
export { FIREHOSE_KEY_FORM } from './providers/aws-sns/aws-sns.receipt.options.js';
export { TOPIC_ARN_FORM } from './providers/aws-topic/aws-topic.options.js';
export { type FailureKind, HANDLING, type Handling, handlingOf } from './providers/handling.js';
export { MockProvider } from './providers/mock/mock.provider.js';
export { AWS_REGION_FORM, type TextForm } from './providers/option-rules.js';
export type { ProbeReport, ProbeWarning } from './providers/probe-report.js';
export { ProviderError } from './providers/provider-error.js';
export type { ProviderStanding } from './providers/provider-standing.js';
export {
  type Receipt,
  ReceiptNotTakenError,
  type ReceiptRefusal,
  ReceiptRefusedError,
  type ReceiptRequest,
} from './providers/receipt-parser.js';
export {
  type Acceptance,
  AWS_EUM_PROVIDER,
  AWS_SNS_PROVIDER,
  type MessageSearch,
  MOCK_PROVIDER,
  SMS_PROVIDERS,
  type SmsProvider,
  TWILIO_PROVIDER,
} from './providers/sms-provider.js';
export { TWILIO_FORMS } from './providers/twilio/twilio.options.js';
export { ReceiptsService, UnknownReceiptProviderError } from './receipts/receipts.service.js';
export { CLOCK, type Clock } from './resilience/clock.js';
export { ClosedError } from './resilience/drain.js';
export { type LeaseAnswer, type LeaseClaim, Leases, leaseClaim } from './resilience/leases.js';
export { MemoryLeases } from './resilience/memory-leases.js';
export { RANDOM, type Random } from './resilience/random.js';
export type { Attempt, AttemptReason } from './routing/attempt.js';
export { type Explanation, possibleCopies } from './routing/explanation.js';
export { type FailedHandover, UndeliverableError } from './routing/undeliverable.error.js';
export type { SendCodeRequest, SendOptions, SendRequest } from './send-request.js';
export { CircuitBoard, type CircuitNotice } from './sharing/circuit-board.js';
export { MemoryCircuitBoard } from './sharing/memory-circuit-board.js';
export { SmsModule } from './sms.module.js';
export { SmsService } from './sms.service.js';
export type { SmsModuleOptions } from './sms-module-options.js';
