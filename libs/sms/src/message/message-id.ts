import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes for 256 ids, drawn at once: one draw an id costs more than the rest of the id. */
const pool = new Uint8Array(16 * 256);
let used = pool.length;

/** A new id of ours: a UUID of version 7, ordered by time. @see RFC 9562 §5.7 */
export function newMessageId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 16);
  used += 16;
  return v7({ random });
}
