import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../app.config.js';
import { MetricsConfig } from './metrics.config.js';

const CREDENTIALS = /^Bearer +(\S+)$/i;

/** Decides who may read the metrics: they say how a business goes. */
@Injectable()
export class ScraperCheck {
  readonly #expected: Buffer | undefined;
  readonly #withoutToken: 'everybody' | 'nobody';

  constructor({ METRICS_TOKEN }: MetricsConfig, { NODE_ENV }: AppConfig) {
    this.#expected = METRICS_TOKEN === undefined ? undefined : digestOf(METRICS_TOKEN);
    this.#withoutToken = NODE_ENV === 'production' ? 'nobody' : 'everybody';
  }

  /** @param authorization the header as it came; a token is compared in constant time */
  mayRead(authorization: string | undefined): boolean {
    if (this.#expected === undefined) return this.#withoutToken === 'everybody';
    const token = CREDENTIALS.exec(authorization ?? '')?.[1];
    return token !== undefined && timingSafeEqual(this.#expected, digestOf(token));
  }
}

/** Of one length, whatever it is made of. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
