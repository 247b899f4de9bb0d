import { Injectable } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';
import type { ProviderTransition } from './providers/provider-breakers.js';

/** A circuit breaker changed its state: a provider's own or, with `country`, the one for that country. */
export type CircuitChanged = {
  readonly type: 'circuit-changed';
  readonly provider: string;
} & ProviderTransition;

/** Everything the library tells as it happens. */
export type SmsEvent = CircuitChanged;

/** Tells whoever listens what happens. Nothing depends on anybody listening, and no listener can change what happens. */
@Injectable()
export class SmsEvents {
  readonly #subject = new Subject<SmsEvent>();

  /** Events from now on, in order; never ends. A listener that throws is reported and heard of no more. */
  get stream(): Observable<SmsEvent> {
    return this.#subject.asObservable();
  }

  /** For the library itself. */
  tell(event: SmsEvent): void {
    this.#subject.next(event);
  }
}
