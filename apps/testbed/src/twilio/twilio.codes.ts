/** A documented Twilio error: what it is answered with and what it speaks of. */
export type TwilioCode =
  | {
      readonly phase: 'sync';
      readonly code: number;
      readonly message: string;
      readonly status: number;
      readonly concerns: Concern;
    }
  | { readonly phase: 'async'; readonly code: number; readonly message: string };

/** `account` codes answer every request; `message` codes answer sends only. */
type Concern = 'account' | 'message';

/**
 * Codes that come as the answer itself, with the HTTP status.
 *
 * Statuses were observed for 20003, 20404, 21211, 21212, 21606, 21611, 21612 and 21614; the others follow their pattern.
 *
 * @see https://www.twilio.com/docs/api/errors, error dictionary of May 2023
 */
const SYNC: readonly [code: number, status: number, concerns: Concern, message: string][] = [
  [10001, 400, 'account', 'Account disabled'],
  [10002, 400, 'account', 'Feature not available to trial accounts'],
  [20003, 401, 'account', 'Authenticate'],
  [20005, 400, 'account', 'Account not active'],
  [20006, 403, 'account', 'Access denied'],
  [20008, 403, 'account', 'Test credentials used on a resource they do not support'],
  [20404, 404, 'message', 'Resource path not found'],
  [20422, 422, 'message', 'Invalid parameter'],
  [20429, 429, 'account', 'Too Many Requests'],
  [20500, 500, 'account', 'Internal server error'],
  [20503, 503, 'account', 'Service unavailable'],
  [21211, 400, 'message', "Invalid 'To' number"],
  [21212, 400, 'message', "Invalid 'From'"],
  [21214, 400, 'message', "'To' cannot be reached"],
  [21217, 400, 'message', 'Phone number does not appear valid'],
  [21266, 400, 'message', "'To' and 'From' are the same"],
  [21408, 400, 'message', 'Geo permission for the destination region is off on this account'],
  [21601, 400, 'message', 'From is not an SMS-capable inbound number'],
  [21602, 400, 'message', 'Body or media required'],
  [21603, 400, 'message', 'From or MessagingServiceSid required'],
  [21604, 400, 'message', "'To' required"],
  [
    21606,
    400,
    'message',
    "'From' is not an SMS-capable number of this account, or short code in another country",
  ],
  [21608, 400, 'message', 'Trial account: recipient not verified'],
  [21609, 400, 'message', 'Invalid StatusCallback URL'],
  [21610, 400, 'message', 'Recipient replied STOP to this sender/service'],
  [21611, 429, 'message', "'From' queue is full"],
  [21612, 400, 'message', 'No route for this To/From pair'],
  [21614, 400, 'message', "'To' is not a mobile number"],
  [21617, 400, 'message', 'Body longer than 1600 characters'],
  [21618, 400, 'message', 'Body cannot be sent'],
  [21619, 400, 'message', 'Unable to create record'],
  [21624, 400, 'message', 'Invalid ValidityPeriod'],
  [21653, 400, 'message', 'Too many recipients'],
  [21654, 400, 'message', 'ContentSid required with ContentVariables'],
  [21657, 400, 'message', 'Sender ID not supported for this destination'],
  [21658, 400, 'message', 'Parameter too long'],
  [21701, 404, 'message', 'Messaging Service does not exist'],
  [21702, 400, 'message', 'Messaging Service unavailable for new messages'],
  [21703, 400, 'message', 'No sender in the service can reach this recipient'],
  [21704, 400, 'message', 'Messaging Service has no senders'],
  [21705, 400, 'message', 'MessagingServiceSid malformed'],
  [21709, 400, 'message', 'Alpha sender invalid/not authorised for the service'],
  [30012, 400, 'message', 'TTL too small'],
  [30013, 400, 'message', 'TTL too big'],
  [30014, 400, 'message', "'To' attributes invalid"],
  [63038, 429, 'message', 'Account daily message limit'],
  [90007, 400, 'message', 'ValidityPeriod outside 1..36000'],
  [90010, 400, 'account', 'Account not active'],
  [60200, 400, 'message', 'Invalid parameter'],
  [60203, 429, 'message', 'Max send attempts'],
  [60205, 400, 'message', 'Landline'],
  [60207, 429, 'message', 'Rate limits per service'],
  [60212, 429, 'message', 'Too many concurrent requests for number'],
  [60220, 400, 'message', 'China needs vetting'],
  [60223, 400, 'message', 'Channel disabled'],
  [60410, 403, 'message', 'Fraud Guard block, 12 h, prefix-wide'],
  [60605, 403, 'message', 'Verify geo permission'],
];

/** Codes that come after a 201, on the Message resource and in delivery receipts. */
const ASYNC: readonly [code: number, message: string][] = [
  [14107, 'Loop guard'],
  [30001, 'Queue overflow'],
  [30002, 'Account suspended after queueing'],
  [30003, 'Handset unreachable'],
  [30004, 'Message blocked'],
  [30005, 'Unknown destination'],
  [30006, 'Landline, or carrier not reachable from this sender type'],
  [30007, 'Filtered by Twilio or carrier'],
  [30008, 'Unknown failure'],
  [30010, 'Price above MaxPrice'],
  [30017, 'Carrier congestion'],
  [30018, 'Carrier requires registered sender ID'],
  [30019, 'Content larger than carrier limit'],
  [30020, 'Internal failure, message scheduling'],
  [30021, 'Internal failure, messaging service orchestrator'],
  [30022, 'US A2P 10DLC rate exceeded'],
  [30023, 'US A2P 10DLC daily cap reached'],
  [30024, 'Numeric sender not provisioned on the carrier'],
  [30025, 'Warning: 50 % of T-Mobile daily limit'],
  [30026, 'Warning: 70 % of T-Mobile daily limit'],
  [30027, 'T-Mobile daily limit reached'],
  [30032, 'Toll-free number not verified'],
  [30033, '10DLC campaign suspended'],
  [30034, 'US message from unregistered 10DLC number'],
  [30035, '10DLC number still being configured'],
  [30036, 'ValidityPeriod elapsed in queue'],
  [30045, 'Warning: ValidityPeriod outside 1..36000'],
  [30410, 'Downstream provider timeout'],
  [30450, 'SMS pumping protection block'],
  [30453, 'SMS pumping protection block'],
];

/** Every documented code, by its number. */
export const TWILIO_CODES: ReadonlyMap<number, TwilioCode> = new Map([
  ...SYNC.map(([code, status, concerns, message]): [number, TwilioCode] => [
    code,
    { phase: 'sync', code, status, concerns, message },
  ]),
  ...ASYNC.map(([code, message]): [number, TwilioCode] => [code, { phase: 'async', code, message }]),
]);
