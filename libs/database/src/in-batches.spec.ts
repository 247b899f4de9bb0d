import { expect, it } from 'vitest';
import { inBatches } from './in-batches.js';

it('deletes until a batch is not full, and lets other work in between', async () => {
  let left = 12_000;
  const done: string[] = [];
  const deleting = inBatches(async (limit) => {
    const deleted = Math.min(left, limit);
    left -= deleted;
    done.push(`deleted ${deleted}`);
    return BigInt(deleted);
  });
  setImmediate(() => done.push('other work'));
  await deleting;
  expect(done).toEqual(['deleted 5000', 'other work', 'deleted 5000', 'deleted 2000']);
});
