import type { INestApplicationContext } from '@nestjs/common';
import { WallClock } from '../wall-clock.js';
import { HeldKeys } from './held-keys.js';
import { KeyRotation } from './key-rotation.js';
import { standingOf } from './signing-key.js';

/** What an operator can have done to the signing keys. */
export const KEY_ORDERS = {
  list: async () => {},
  rotate: (rotation: KeyRotation) => rotation.announce(),
  replace: (rotation: KeyRotation) => rotation.replaceAll(),
} as const satisfies Record<string, (rotation: KeyRotation) => Promise<void>>;

export type KeyOrder = keyof typeof KEY_ORDERS;

/** Whether a word is an order. */
export function isKeyOrder(word: string | undefined): word is KeyOrder {
  return word !== undefined && Object.hasOwn(KEY_ORDERS, word);
}

/**
 * Carries out an order and tells how the keys stand then, one line each, the newest first.
 *
 * @throws {ForeignKeysError} when the secrets given are not those of the service; nothing was made.
 */
export async function carryOut(order: KeyOrder, context: INestApplicationContext): Promise<string> {
  await KEY_ORDERS[order](context.get(KeyRotation, { strict: false }));
  const now = context.get(WallClock, { strict: false }).now();
  const keys = await context.get(HeldKeys, { strict: false }).latest();
  const lines = keys.map((key) => {
    const signsFrom = new Date(key.signs_from).toISOString();
    return `${key.kid}  ${key.algorithm}  ${standingOf(key, keys, now).padEnd(10)}  signs from ${signsFrom}`;
  });
  return lines.length === 0 ? 'No signing key has been made yet.' : lines.join('\n');
}
