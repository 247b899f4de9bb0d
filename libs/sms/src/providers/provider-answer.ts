import type { HttpAnswer, TransportFailure } from './http-exchange.js';
import { ProviderError } from './provider-error.js';

/** Longest pause believed; more than an hour is a misunderstanding of units. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Milliseconds of a Retry-After header in its delta or date form; `undefined` without a usable one. @see RFC 9110 §10.2.3 */
export function retryAfterMsOf({ headers }: HttpAnswer, now = Date.now()): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return ms >= 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : undefined;
}

/** Whether the media type the headers name is one of `types`; where it is said twice, the first counts. */
export function isOfType(
  { headers }: { readonly headers: Readonly<Record<string, string | undefined>> },
  ...types: string[]
): boolean {
  const type = headers['content-type']?.split(/[;,]/, 1)[0]?.trim().toLowerCase();
  return type !== undefined && types.includes(type);
}

/**
 * Whether a refusal passes by itself, and nothing was sent: the request did not arrive whole (408), or came too early (425).
 *
 * @see RFC 9110 §15.5.9, RFC 8470 §5.2
 */
export function isPassing(status: number): boolean {
  return status === 408 || status === 425;
}

/** A request without any complete answer: certainly not sent while connecting, unknown from the first byte on. */
export function errorOfTransport(provider: string, { phase, code }: TransportFailure): ProviderError {
  return new ProviderError({
    kind: phase.name === 'connecting' ? 'unavailable' : 'ambiguous',
    provider,
    code,
    ...(phase.name === 'answering' && { httpStatus: phase.partial.status }),
  });
}

/**
 * The SDK would not make a request: a setting, or a variable of its own environment, that it does not take. Nothing in a
 * message makes an SDK refuse: none looks at more than whether the required parameters are there.
 */
export function refusedBySdk(provider: string): ProviderError {
  return new ProviderError({ kind: 'misconfigured', provider, code: 'refused-by-sdk' });
}
