/** Something that happens at a moment; a cancelled one stays in the queue until then. */
export interface QueuedEvent {
  readonly dueAtMs: number;
  readonly order: number;
  readonly run: () => void;
  state: 'due' | 'cancelled' | 'happened';
}

function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.order < b.order);
}

/** Events by time, those of one moment in the order they were added: a binary heap. */
export class EventQueue {
  readonly #heap: QueuedEvent[] = [];
  #added = 0;

  add(dueAtMs: number, run: () => void): QueuedEvent {
    const event: QueuedEvent = { dueAtMs, order: this.#added++, run, state: 'due' };
    this.#heap.push(event);
    this.#rise(event, this.#heap.length - 1);
    return event;
  }

  /** The earliest event that was not cancelled, no longer in the queue. */
  takeNext(): QueuedEvent | undefined {
    let next = this.#takeFirst();
    while (next?.state === 'cancelled') next = this.#takeFirst();
    if (next !== undefined) next.state = 'happened';
    return next;
  }

  #takeFirst(): QueuedEvent | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #rise(event: QueuedEvent, from: number): void {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (parent === undefined || !isBefore(event, parent)) break;
      this.#heap[index] = parent;
      index = parentIndex;
    }
    this.#heap[index] = event;
  }

  #sink(event: QueuedEvent): void {
    let index = 0;
    for (;;) {
      const childIndex = this.#earlierChildOf(index);
      const child = this.#heap[childIndex];
      if (child === undefined || !isBefore(child, event)) break;
      this.#heap[index] = child;
      index = childIndex;
    }
    this.#heap[index] = event;
  }

  #earlierChildOf(index: number): number {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    const isRightEarlier = left !== undefined && right !== undefined && isBefore(right, left);
    return 2 * index + (isRightEarlier ? 2 : 1);
  }
}
