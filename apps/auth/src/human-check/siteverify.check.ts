import type { HumanCheckDemand } from '../http/problem.js';
import { type CheckedRequest, type HumanCheck, HumanCheckUnavailableError } from './human-check.js';

/** An account at a service that shows a check in the browser and tells whether it was passed. */
export interface SiteverifyAccount {
  readonly kind: 'turnstile' | 'hcaptcha';
  /** Public: the browser needs it. */
  readonly siteKey: string;
  readonly secret: string;
  readonly verifyUrl: string;
  readonly timeoutMs: number;
}

/** Answers that say that we are wrong, not the client. */
const OUR_FAULT = /secret|sitekey|bad-request|internal/;

/**
 * Turnstile and hCaptcha: the browser gets a token for the site key, and the service says, once, whether it is good.
 *
 * @see https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 * @see https://docs.hcaptcha.com/#verify-the-user-response-server-side
 */
export class SiteverifyCheck implements HumanCheck {
  constructor(private readonly account: SiteverifyAccount) {}

  async demand(): Promise<HumanCheckDemand> {
    const { kind, siteKey } = this.account;
    return { kind, siteKey };
  }

  async passes(proof: string, { client }: CheckedRequest): Promise<boolean> {
    const { kind, siteKey, secret } = this.account;
    const answer = await this.#ask({
      secret,
      response: proof,
      remoteip: client.address,
      ...(kind === 'hcaptcha' && { sitekey: siteKey }),
    });
    if (answer.success === true) return true;
    const codes = Array.isArray(answer['error-codes']) ? answer['error-codes'].map(String) : [];
    const fault = codes.find((code) => OUR_FAULT.test(code));
    if (fault !== undefined) throw new HumanCheckUnavailableError(`${kind} says ${fault}`);
    return false;
  }

  async #ask(form: Record<string, string>): Promise<Record<string, unknown>> {
    const { kind, verifyUrl, timeoutMs } = this.account;
    try {
      const response = await fetch(verifyUrl, {
        method: 'POST',
        body: new URLSearchParams(form),
        // A redirect would carry the secret elsewhere.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer: unknown = await response.json();
      if (typeof answer === 'object' && answer !== null) return { ...answer };
    } catch (error) {
      // What fetch throws names the URL at most, but its cause may name more.
      throw new HumanCheckUnavailableError(`${kind} ${error instanceof Error ? error.name : 'failed'}`);
    }
    throw new HumanCheckUnavailableError(`${kind} gave no answer that can be read`);
  }
}
