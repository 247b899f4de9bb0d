import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CODES, LIMITS } from './failover-scenes.ts';
import { progress } from './progress.ts';
import { type Sender, type SentCode, startSender } from './sender.ts';
import type { TestbedProcess } from './testbed-process.ts';

const OPEN_MS = 1000;
const MAX_OPEN_MS = 1000;

/** How the first provider is taken back: how soon, and how many requests it meets before its probe has succeeded. */
export async function measureRecovery(testbed: TestbedProcess): Promise<string[]> {
  progress('recovery');
  const changes: { readonly state: string; readonly at: number; readonly requests: number }[] = [];
  const asked = countRequestsTo(testbed.twilioUrl);
  const sender = await startSender(
    testbed,
    { failover: { ...LIMITS, openMs: OPEN_MS, maxOpenMs: MAX_OPEN_MS } },
    (line) => {
      const state = circuitStateIn(line);
      if (state) changes.push({ state, at: performance.now(), requests: asked.count() });
    },
  );
  await sender.sendCodes(CODES);
  await testbed.setFault('twilio', { fault: 'error-500' });
  await sendUntil(sender, () => changes.filter(({ state }) => state === 'half-open').length >= 2);
  const probesWhileDown = changes.filter(({ state }) => state === 'half-open').length;
  const whileDown = asked.count() - (changes[0]?.requests ?? 0);
  // Answers late enough for a stampede to show before the probe has ended.
  await testbed.setFault('twilio', { fault: 'latency', latencyMs: 100 });
  const mendedAt = performance.now();
  const sent = await sendUntil(sender, () => changes.at(-1)?.state === 'closed');
  const back = changes.findLast(({ state }) => state === 'closed');
  const probe = changes.findLast(({ state }) => state === 'half-open');
  const after = await sender.sendCodes(CODES);
  await sender.close();
  asked.stop();
  await testbed.clearFaults();
  await testbed.forget();
  progress('');
  const refused = [...sent, ...after].filter(({ outcome }) => outcome === 'refused').length;
  const byFirst = after.filter((code) => code.outcome === 'accepted' && code.provider === 'twilio').length;
  return [
    '',
    `recovery: ${whileDown} requests reached the failing provider after its breaker opened (${probesWhileDown} probes)`,
    `recovery: open for ${OPEN_MS} ms; back ${((back?.at ?? Number.NaN) - mendedAt).toFixed(0)} ms after it was mended`,
    `recovery: ${(back?.requests ?? 0) - (probe?.requests ?? 0)} request(s) from the start of the probe to its success (1)`,
    `recovery: of the next ${CODES} codes it carried ${byFirst}; ${refused} lost`,
  ];
}

async function sendUntil(sender: Sender, isOver: () => boolean): Promise<SentCode[]> {
  const sent: SentCode[] = [];
  while (!isOver()) sent.push(...(await sender.sendCodes(64)));
  return sent;
}

function circuitStateIn(line: unknown): string | undefined {
  if (typeof line !== 'object' || line === null || !('msg' in line) || !('provider' in line))
    return undefined;
  if (line.provider !== 'twilio' || 'country' in line) return undefined;
  return /^circuit (.+)$/.exec(String(line.msg))?.[1];
}

/** Counts requests as they are begun, so that a moment of this process can be compared with another. */
function countRequestsTo(origin: string) {
  let count = 0;
  const note = (message: unknown) => {
    if (originIn(message) === origin) count += 1;
  };
  subscribe('undici:request:create', note);
  return { count: () => count, stop: () => unsubscribe('undici:request:create', note) };
}

function originIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request } = message;
  if (typeof request !== 'object' || request === null || !('origin' in request)) return undefined;
  return String(request.origin);
}
