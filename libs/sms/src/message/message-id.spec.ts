import { expect, it } from 'vitest';
import { newMessageId } from './message-id.js';

it('is a UUID of version 7, greater than each before it of an earlier millisecond', () => {
  const ids = Array.from({ length: 1000 }, newMessageId);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(1000);
  const times = ids.map((id) => id.slice(0, 13));
  expect(times).toEqual(times.toSorted());
});
