import { describe, expect, it } from 'vitest';
import { BulkheadFullError } from './bulkhead.js';
import { ClosedError } from './drain.js';
import { TimeIsUpError } from './time-limit.js';

describe('an error of the engine', () => {
  it.each([
    ['BulkheadFullError', () => new BulkheadFullError(), 'Too many calls are under way and waiting.'],
    ['ClosedError', () => new ClosedError(), 'Shutting down: nothing new is begun.'],
    ['TimeIsUpError', () => new TimeIsUpError(100), 'Not finished within 100 ms.'],
  ])('is called %s and says what happened', (name, make, message) => {
    expect(make()).toMatchObject({ name, message });
  });
});
