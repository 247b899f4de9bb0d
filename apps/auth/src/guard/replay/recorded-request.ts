import type { GuardDecisionTable } from '@standby/database';
import type { RecordedRequest } from '@standby/sms';

/** A decision of the guard, as far as a replay looks at it. */
export function recordedRequestOf(decision: GuardDecisionTable): RecordedRequest {
  const {
    decided_at: at,
    challenge,
    country,
    prefix,
    address,
    standing,
    cost_micros,
    verified_at,
  } = decision;
  return {
    at,
    challenge,
    country,
    prefix,
    address,
    standing,
    costMicros: cost_micros,
    sent: decision.message_id === null ? 'not-sent' : 'sent',
    ...(verified_at !== null && { verifiedAt: verified_at }),
  };
}

/** A line of a log file: a request as JSON. `undefined` for anything else. */
export function parseRecordedRequest(line: string): RecordedRequest | undefined {
  const fields = new Map(Object.entries(objectIn(line)));
  const [at, costMicros, verifiedAt] = ['at', 'costMicros', 'verifiedAt'].map((name) => fields.get(name));
  const [country, prefix, address] = ['country', 'prefix', 'address'].map((name) => fields.get(name));
  const challenge = fields.get('challenge');
  const [standing, sent] = [fields.get('standing'), fields.get('sent')];
  if (typeof at !== 'number' || typeof costMicros !== 'number') return undefined;
  if (typeof challenge !== 'string') return undefined;
  if (typeof country !== 'string' || typeof prefix !== 'string' || typeof address !== 'string')
    return undefined;
  if (standing !== 'known' && standing !== 'new') return undefined;
  if (sent !== 'sent' && sent !== 'not-sent') return undefined;
  if (verifiedAt !== undefined && typeof verifiedAt !== 'number') return undefined;
  const request = { at, challenge, country, prefix, address, standing, costMicros, sent };
  return verifiedAt === undefined ? request : { ...request, verifiedAt };
}

function objectIn(line: string): object {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
