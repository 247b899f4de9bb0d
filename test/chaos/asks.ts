import type { Answer, SignInClient } from '../support/sign-in-client.js';

/** One request for a code: to whom, when, and what came of it; ms of `performance.now()`. */
export type Ask = { readonly to: string; readonly from: number; readonly until: number } & (
  | { readonly outcome: 'answered'; readonly answer: Answer }
  /** The connection was refused or broken. */
  | { readonly outcome: 'no answer' }
);

/** Asks under way at once. */
const AT_ONCE = 24;

/** How long a load lasts and who follows it. */
export interface Load {
  readonly client: SignInClient;
  readonly isOver: () => boolean;
  /** Awaited before the next ask in the place of one that has ended. */
  readonly onEnd: (ask: Ask) => Promise<void>;
}

/** Asks for codes, some at once, no number twice, until the load is over and the last ask has ended. */
export async function askUntil({ client, isOver, onEnd }: Load): Promise<Ask[]> {
  const asks: Ask[] = [];
  let begun = 0;
  const worker = async () => {
    while (!isOver()) {
      begun += 1;
      const ended = await ask(client, `+447400${String(100_000 + begun)}`);
      asks.push(ended);
      await onEnd(ended);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return asks;
}

/** Runs `work` for every item, a few at once, and keeps the order. */
export async function forAll<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...results.entries()].toSorted(([a], [b]) => a - b).map(([, result]) => result);
}

async function ask(client: SignInClient, to: string): Promise<Ask> {
  const from = performance.now();
  try {
    const answer = await client.ask(to);
    return { to, from, until: performance.now(), outcome: 'answered', answer };
  } catch (error) {
    // What `fetch` throws when there is no HTTP answer.
    if (!(error instanceof TypeError)) throw error;
    return { to, from, until: performance.now(), outcome: 'no answer' };
  }
}
