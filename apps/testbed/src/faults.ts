/** A documented error code: a number for Twilio, a wire code for AWS SNS, a reason or exception for End User Messaging. */
export type FaultCode = number | string;

/** One way a provider can behave, with the settings only that way has. */
export type Fault =
  | { readonly fault: PlainFault }
  | { readonly fault: 'latency' | 'slow-drip'; readonly latencyMs: number }
  | { readonly fault: 'throttled' | 'error-503'; readonly retryAfterSeconds?: number }
  | { readonly fault: 'error-code'; readonly code: FaultCode }
  | { readonly fault: 'failed-in-201'; readonly code?: FaultCode };

type PlainFault =
  | 'healthy'
  | 'error-500'
  | 'hang'
  | 'reset-before-read'
  | 'reset-after-read'
  | 'refused'
  | 'malformed-body'
  | 'unusable-200'
  | 'html-200'
  | 'html-502'
  | 'accepted-then-hang'
  | 'accepted-then-reset'
  | 'accepted-then-500'
  | 'accepted-then-503'
  | 'cut-short';

export type FaultName = Fault['fault'];

export type FaultSetting = 'latencyMs' | 'retryAfterSeconds' | 'code';

/** What a fault does, whether its message is taken, and what can be set on it. */
export interface FaultRow {
  readonly does: string;
  readonly taken: 'yes' | 'no' | 'as failed';
  readonly settings: readonly FaultSetting[];
}

/** Every fault there is: the list the admin API, the inbox and the documentation are held to. */
export const FAULTS: Readonly<Record<FaultName, FaultRow>> = {
  healthy: row('yes', 'Answers at once, as the provider does.'),
  latency: row('yes', 'Answers correctly, `latencyMs` late.', 'latencyMs'),
  'slow-drip': row('yes', 'Answers one byte every `latencyMs`, for a minute at most.', 'latencyMs'),
  throttled: row(
    'no',
    'Answers 429 (Twilio 20429, SNS Throttling, EUM ThrottlingException).',
    'retryAfterSeconds',
  ),
  'error-500': row('no', 'Answers 500.'),
  'error-503': row('no', 'Answers 503.', 'retryAfterSeconds'),
  'error-code': row('no', 'Answers a documented error; async Twilio codes come as a failed 201.', 'code'),
  'failed-in-201': row('as failed', 'Answers 2xx, but says that the message failed.', 'code'),
  hang: row('no', 'Never answers.'),
  refused: row('no', 'Closes the provider’s own port; on the shared port the socket is destroyed.'),
  'reset-before-read': row('no', 'Resets the connection before the body is read.'),
  'reset-after-read': row('no', 'Reads the body, then resets the connection.'),
  'malformed-body': row('yes', 'Answers 2xx with JSON or XML that breaks off.'),
  'unusable-200': row('no', 'Answers 200 without a message id.'),
  'html-200': row('no', 'Answers 200 with a proxy’s HTML page.'),
  'html-502': row('no', 'Answers 502 with a proxy’s HTML page.'),
  'cut-short': row('yes', 'Sends the headers and half of the body, then destroys the socket.'),
  'accepted-then-hang': row('yes', 'Takes the message and never answers.'),
  'accepted-then-reset': row('yes', 'Takes the message and resets the connection.'),
  'accepted-then-500': row('yes', 'Takes the message and answers 500.'),
  'accepted-then-503': row('yes', 'Takes the message and answers 503.'),
};

/** Tells whether a name is one of {@link FAULTS}. */
export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULTS, name);
}

function row(taken: FaultRow['taken'], does: string, ...settings: FaultSetting[]): FaultRow {
  return { does, taken, settings };
}
