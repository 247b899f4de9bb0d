import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { AwsKeys } from './credentials.js';
import type { ProviderRequest } from './stand-in.js';

/** What is wrong with a signature; each protocol of AWS has names of its own for it. */
export interface SignatureFault {
  readonly fault: 'missing' | 'incomplete' | 'unknown-key' | 'mismatch';
  readonly message: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;
const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const LONGEST_SKEW_MS = 15 * 60_000;

interface Claim {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Checks that requests are signed for one service with one pair of keys, in any region. */
export class SignatureCheck {
  /** The key of the day and region seen last; deriving it takes four digests. */
  #derived: { readonly scope: string; readonly key: KeyObject } | undefined;

  constructor(
    private readonly service: string,
    private readonly keys: AwsKeys,
    private readonly now: () => Date,
  ) {}

  /** Returns why the caller is not let in; undefined when the signature holds. */
  faultOf(request: ProviderRequest): SignatureFault | undefined {
    const { authorization, 'x-amz-date': amzDate } = request.headers;
    if (authorization === undefined) {
      return { fault: 'missing', message: 'Request is missing Authentication Token' };
    }
    const claim = claimOf(authorization);
    const signedAt = typeof amzDate === 'string' ? instantOf(amzDate) : undefined;
    if (claim === undefined || signedAt === undefined || typeof amzDate !== 'string') {
      return { fault: 'incomplete', message: 'The request signature does not conform to AWS standards.' };
    }
    if (claim.accessKeyId !== this.keys.accessKeyId) {
      return { fault: 'unknown-key', message: 'The security token included in the request is invalid.' };
    }
    const { service } = this;
    if (
      claim.service !== service ||
      !claim.signedHeaders.includes('host') ||
      !amzDate.startsWith(claim.day)
    ) {
      return mismatch(`Credential should be scoped to the service "${service}" and the day of the request.`);
    }
    if (Math.abs(this.now().getTime() - signedAt) > LONGEST_SKEW_MS) {
      return mismatch(`Signature expired: ${amzDate} is too far from the time of the server.`);
    }
    if (this.#signatureOf(request, claim, amzDate) === claim.signature) return undefined;
    return mismatch('The request signature we calculated does not match the signature you provided.');
  }

  #signatureOf(request: ProviderRequest, claim: Claim, amzDate: string): string {
    const scope = `${claim.day}/${claim.region}/${this.service}/aws4_request`;
    const canonical = hash('sha256', canonicalRequest(request, claim.signedHeaders));
    const text = ['AWS4-HMAC-SHA256', amzDate, scope, canonical].join('\n');
    return createHmac('sha256', this.#keyFor(claim, scope)).update(text).digest('hex');
  }

  #keyFor({ day, region }: Claim, scope: string): KeyObject {
    if (this.#derived?.scope === scope) return this.#derived.key;
    const secret = Buffer.from(`AWS4${this.keys.secretAccessKey}`);
    const dayKey = hmac(secret, day);
    const serviceKey = hmac(hmac(dayKey, region), this.service);
    const key = createSecretKey(hmac(serviceKey, 'aws4_request'));
    this.#derived = { scope, key };
    return key;
  }
}

function claimOf(authorization: string): Claim | undefined {
  const [match, accessKeyId = '', day = '', region = '', service = '', headers = '', signature = ''] =
    AUTHORIZATION.exec(authorization) ?? [];
  if (match === undefined) return undefined;
  return { accessKeyId, day, region, service, signedHeaders: headers.split(';'), signature };
}

function instantOf(amzDate: string): number | undefined {
  if (!AMZ_DATE.test(amzDate)) return undefined;
  const instant = Date.parse(amzDate.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(instant) ? undefined : instant;
}

function canonicalRequest(
  { method, path, search, headers, body }: ProviderRequest,
  signed: readonly string[],
) {
  const query = search === '' ? '' : search.split('&').toSorted().join('&');
  const lines = signed.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  return [method, path, query, lines.join(''), signed.join(';'), hash('sha256', body)].join('\n');
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function mismatch(message: string): SignatureFault {
  return { fault: 'mismatch', message };
}
