import { PROVIDERS } from '@standby/testbed';
import { CODES, LIMITS, type Scene } from './failover-scenes.ts';
import { quantile } from './quantile.ts';
import { InstantProvider, type Sender, type SentCode, startSender } from './sender.ts';
import type { TestbedProcess } from './testbed-process.ts';

/** What one run of a scene came to; times in ms. */
export interface Measured {
  /** 99 of 100 codes took at most this before the fault; absent where it was there from the first message. */
  readonly healthyP99?: number;
  readonly p50: number;
  readonly p99: number;
  /** Requests the first provider got while the fault was on; for a closed port, attempts to connect. */
  readonly stillSentToFirst: number;
  /** Requests of the first provider that never got an answer. */
  readonly hung: number;
  readonly sentTwice: number;
  /** Codes that were refused, or accepted without reaching an inbox. */
  readonly lost: number;
  /** Refusals that lack a provider's cause or the time to come back. */
  readonly unclear: number;
}

/** Runs a scene once: a fresh module, healthy traffic where it belongs, the fault, the codes. */
export async function measure(scene: Scene, testbed: TestbedProcess): Promise<Measured> {
  const third = new InstantProvider();
  const sender = await startSender(testbed, { order: scene.order, providers: [third], failover: LIMITS });
  try {
    const healthy = scene.begins === 'after healthy traffic' ? await healthyTraffic(sender) : undefined;
    for (const provider of PROVIDERS) {
      const fault = scene.faults[provider];
      if (fault) await testbed.setFault(provider, fault);
    }
    await testbed.forget();
    const codes = await sender.sendCodes(scene.codes);
    const inboxes = [...(await testbed.messages()).map(({ to }) => to), ...third.recipients];
    const { received, hung } = await testbed.requests('twilio');
    const tookMs = codes.map((code) => code.tookMs);
    return {
      // Only where the first provider carried it: the second has a pace of its own.
      ...(healthy && scene.order[0] === 'twilio' && { healthyP99: quantile(healthy, 0.99) }),
      p50: quantile(tookMs, 0.5),
      p99: quantile(tookMs, 0.99),
      stillSentToFirst: isClosedPort(scene) ? attemptsAtFirst(codes) : received,
      hung,
      ...reckon(codes, inboxes),
      unclear: codes.filter((code) => isUnclear(code, scene.order)).length,
    };
  } finally {
    await sender.close();
    await testbed.clearFaults();
    await testbed.forget();
  }
}

/** The first round opens connections and teaches the library how fast its providers are; the second is measured. */
async function healthyTraffic(sender: Sender): Promise<number[]> {
  await sender.sendCodes(CODES);
  return (await sender.sendCodes(CODES)).map(({ tookMs }) => tookMs);
}

function isClosedPort({ faults }: Scene): boolean {
  return faults.twilio !== undefined && 'fault' in faults.twilio && faults.twilio.fault === 'refused';
}

/** A closed port counts nothing; what the breaker held back was not an attempt at it. */
function attemptsAtFirst(codes: readonly SentCode[]): number {
  return codes
    .flatMap(({ attempts }) => attempts)
    .filter(({ provider, code }) => provider === 'twilio' && code !== 'circuit-open').length;
}

function reckon(codes: readonly SentCode[], inboxes: readonly string[]) {
  const copies = new Map<string, number>();
  for (const to of inboxes) copies.set(to, (copies.get(to) ?? 0) + 1);
  const isLost = ({ to, outcome }: SentCode) => outcome === 'refused' || !copies.has(to);
  return {
    sentTwice: [...copies.values()].filter((count) => count > 1).length,
    lost: codes.filter(isLost).length,
  };
}

function isUnclear(code: SentCode, order: readonly string[]): boolean {
  if (code.outcome === 'accepted') return false;
  const named = new Set(code.error.errors.map(({ provider }) => provider));
  return named.size < order.length || code.error.retryAfterMs === undefined;
}
