import { Logger } from '@nestjs/common';
import { Observable, type Observer, type Operator, Subscriber, Subscription } from 'rxjs';

/**
 * A stream whose listeners change nothing: one that throws, or whose promise rejects, is logged and hears no more.
 *
 * RxJS by itself throws such an error once more from a timer, which ends the process, and goes on calling the listener.
 */
export class EventStream<T> extends Observable<T> {
  readonly #logger = new Logger('Sms');

  /** So that what comes of `pipe` is such a stream, too. */
  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    return Object.assign(new EventStream<R>(), { source: this, operator });
  }

  override subscribe(
    listener?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    // One of RxJS's own: what throws behind it comes out where its listener subscribed.
    if (listener instanceof Subscriber) return super.subscribe(listener);
    const heard = typeof listener === 'function' ? { next: listener } : listener;
    const subscription = new Subscription();
    const cutOff = (thrown: unknown) => {
      subscription.unsubscribe();
      this.#logger.error({ msg: 'a listener failed and hears no more', err: thrown });
    };
    const guarded = (call: () => unknown) => {
      try {
        const answer = call();
        if (answer instanceof Promise) answer.catch(cutOff);
      } catch (thrown) {
        cutOff(thrown);
      }
    };
    const end = heard?.error ? (thrown: unknown) => heard.error?.(thrown) : (error ?? cutOff);
    subscription.add(
      super.subscribe({
        next: (value) => guarded(() => heard?.next?.(value)),
        error: (thrown: unknown) => guarded(() => end(thrown)),
        complete: () => guarded(() => (heard?.complete ? heard.complete() : complete?.())),
      }),
    );
    return subscription;
  }
}
