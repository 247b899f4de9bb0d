import 'reflect-metadata';
import { createApp, type Variables } from '@standby/auth';

/** A code to try, and against which challenge. */
export interface Try {
  readonly challengeId: string;
  readonly code: string;
}

/** What came of one {@link Try}: the status, and the code of the problem where there was one. */
export type Outcome = Try & { readonly status: number; readonly problem: string | undefined };

/** What a verifying process is told: first how to start, then, once it has, what to do. */
export type Order =
  | { readonly order: 'start'; readonly variables: Variables }
  | {
      readonly order: 'try';
      readonly tries: readonly Try[];
      /** Requests under way at once. */
      readonly underWay: number;
      /** Kills itself (-9) after so many answers, whatever else is under way. */
      readonly killAfter?: number;
    };

/** What it says. */
export type Report =
  | { readonly report: 'ready' }
  | { readonly report: 'done'; readonly outcomes: readonly Outcome[] };

let app: Awaited<ReturnType<typeof createApp>> | undefined;

// A process of its own that verifies codes as fast as it can, beside others on the same database.
process.on('message', (order: Order) => {
  void (order.order === 'start' ? start(order.variables) : tryAll(order));
});

async function start(variables: Variables): Promise<void> {
  app = await createApp(variables);
  say({ report: 'ready' });
}

async function tryAll({ tries, underWay, killAfter }: Extract<Order, { order: 'try' }>): Promise<void> {
  const outcomes: Outcome[] = [];
  const rest = tries.values();
  const worker = async () => {
    for (const each of rest) {
      outcomes.push({ ...each, ...(await verify(each)) });
      if (outcomes.length === killAfter) process.kill(process.pid, 'SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  await app?.close();
  // Ends with the last word, and not before it is out.
  say({ report: 'done', outcomes }, () => process.disconnect());
}

async function verify({ challengeId, code }: Try): Promise<{ status: number; problem: string | undefined }> {
  const answer = await app?.inject({
    method: 'POST',
    url: `/v1/challenges/${challengeId}/verification`,
    payload: { code },
  });
  return { status: answer?.statusCode ?? 0, problem: answer?.json().code };
}

function say(report: Report, said: () => void = () => {}): void {
  process.send?.(report, said);
}
