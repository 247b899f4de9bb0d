import { randomUUIDv7 } from 'node:crypto';

/** A UUIDv7: the id of a message is greater than those of earlier milliseconds. */
export function newMessageId(): string {
  // Node joins it of twenty strings, which would be kept, one by one, for as long as the id is: this copy is one.
  return Buffer.from(randomUUIDv7(), 'latin1').toString('latin1');
}
