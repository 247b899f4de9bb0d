import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from '@prometheus-io/client';

/** Upper bounds in seconds: a look-up, a send through a provider, a send through the second, the deadline of a code. */
const ANSWER_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20];

/** A request that was answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** Its pattern; the path itself may hold a challenge id, which is a key. */
  readonly route: string;
  readonly status: number;
  readonly tookMs: number;
}

/** How long requests take, and how they are answered. */
@Injectable()
export class RequestTimes {
  readonly #times: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.#times = new Histogram({
      name: 'standby_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer, by the pattern of its route; none for what has no route.',
      labelNames: ['method', 'route', 'status'],
      buckets: ANSWER_SECONDS,
      registers: [registry],
    });
  }

  note({ method, route, status, tookMs }: AnsweredRequest): void {
    this.#times.observe({ method, route, status }, tookMs / 1_000);
  }
}
