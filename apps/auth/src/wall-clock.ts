import { Injectable } from '@nestjs/common';

/** A day, in ms. */
export const DAY_MS = 86_400_000;

/** The time, as an injectable, so that whatever expires can be tested without waiting. */
export abstract class WallClock {
  /** Milliseconds since the epoch. */
  abstract now(): number;
}

/** The machine's time. */
@Injectable()
export class SystemClock implements WallClock {
  now(): number {
    return Date.now();
  }
}
