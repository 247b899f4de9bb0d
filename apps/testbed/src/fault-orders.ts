import { FAULTS, type Fault, type FaultCode, type FaultName, isFaultName } from './faults.js';
import { isRecord } from './json-record.js';

/** A fault and its share of the requests, 0 to 1. */
export type SwitchedFault = Fault & { readonly probability: number };

/** What a caller may ask for: one fault, or several that share the requests; `probability` defaults to 1. */
export type FaultOrder = SharedFault | { readonly faults: readonly SharedFault[] };

type SharedFault = Fault & { readonly probability?: number };

/** Raised when a fault is ordered that cannot be carried out; its message says what is allowed. */
export class InvalidFaultError extends Error {
  override readonly name = 'InvalidFaultError';
}

const DEFAULT_LATENCY_MS = { latency: 3_000, 'slow-drip': 200 } as const;
const LONGEST_LATENCY_MS = 600_000;
const LONGEST_RETRY_AFTER_SECONDS = 86_400;

/**
 * Reads an order for one provider into the faults to draw from, in the order given.
 *
 * Shares are of all requests: 0.2 hang and 0.3 error-500 leave half of them healthy.
 *
 * @throws {InvalidFaultError} when a fault, a setting or a code is unknown, or the shares exceed 1.
 */
export function normaliseFaults(order: unknown, codes: ReadonlySet<string>): readonly SwitchedFault[] {
  if (!isRecord(order))
    throw new InvalidFaultError('The body must be a JSON object such as {"fault":"hang"}.');
  const orders = 'faults' in order ? listOf(order) : [order];
  const faults = orders.map((one) => switchedFaultOf(one, codes));
  const share = faults.reduce((sum, { probability }) => sum + probability, 0);
  if (share > 1 + Number.EPSILON * faults.length) {
    throw new InvalidFaultError(`The probabilities add up to ${share}; together they may be 1 at most.`);
  }
  return faults;
}

function listOf(order: Record<string, unknown>): unknown[] {
  const { faults, ...others } = order;
  if (!Array.isArray(faults)) throw new InvalidFaultError('"faults" must be a list of faults.');
  refuseUnknown(Object.keys(others), ['faults']);
  return faults;
}

function switchedFaultOf(order: unknown, codes: ReadonlySet<string>): SwitchedFault {
  if (!isRecord(order)) throw new InvalidFaultError('Each fault must be an object such as {"fault":"hang"}.');
  const { fault: name, probability = 1, ...settings } = order;
  if (!isFaultName(name)) {
    throw new InvalidFaultError(`"fault" must be one of: ${Object.keys(FAULTS).join(', ')}.`);
  }
  if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) {
    throw new InvalidFaultError('"probability" must be a number from 0 to 1.');
  }
  refuseUnknown(Object.keys(settings), ['fault', 'probability', ...FAULTS[name].settings]);
  return { ...faultOf(name, settings, codes), probability };
}

function faultOf(name: FaultName, settings: Record<string, unknown>, codes: ReadonlySet<string>): Fault {
  if (name === 'latency' || name === 'slow-drip') {
    const latencyMs = integerOf(settings, 'latencyMs', 1, LONGEST_LATENCY_MS);
    return { fault: name, latencyMs: latencyMs ?? DEFAULT_LATENCY_MS[name] };
  }
  if (name === 'throttled' || name === 'error-503') {
    const retryAfterSeconds = integerOf(settings, 'retryAfterSeconds', 0, LONGEST_RETRY_AFTER_SECONDS);
    return retryAfterSeconds === undefined ? { fault: name } : { fault: name, retryAfterSeconds };
  }
  if (name === 'error-code') {
    const code = codeOf(settings, codes);
    if (code === undefined) throw new InvalidFaultError('"error-code" needs "code".');
    return { fault: name, code };
  }
  if (name === 'failed-in-201') {
    const code = codeOf(settings, codes);
    return code === undefined ? { fault: name } : { fault: name, code };
  }
  return { fault: name };
}

function integerOf(settings: Record<string, unknown>, key: string, least: number, most: number) {
  const value = settings[key];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidFaultError(`"${key}" must be a whole number from ${least} to ${most}.`);
}

function codeOf({ code }: Record<string, unknown>, codes: ReadonlySet<string>): FaultCode | undefined {
  if (code === undefined) return undefined;
  const isCode = typeof code === 'number' || typeof code === 'string';
  if (isCode && codes.has(String(code))) return code;
  throw new InvalidFaultError(`"code" must be one of: ${[...codes].join(', ')}.`);
}

function refuseUnknown(given: readonly string[], allowed: readonly string[]): void {
  const unknown = given.filter((key) => !allowed.includes(key));
  if (unknown.length === 0) return;
  throw new InvalidFaultError(`Unknown: ${unknown.join(', ')}. Allowed here: ${allowed.join(', ')}.`);
}
