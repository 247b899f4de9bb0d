import { Injectable } from '@nestjs/common';

/** The time, as an injectable, so that whatever expires can be tested without waiting. */
export abstract class Clock {
  /** Milliseconds since the epoch. */
  abstract now(): number;
}

/** The machine's time. */
@Injectable()
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
}
