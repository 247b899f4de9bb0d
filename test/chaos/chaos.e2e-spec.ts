import { randomInt } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { seededRandom } from '@standby/sms/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyRing } from '../../apps/auth/src/keys/key-ring.js';
import { SignInClient } from '../support/sign-in-client.js';
import { type Ask, forAll } from './asks.js';
import { KILLS, planFor } from './fault-plan.js';
import { stringsIn } from './log-strings.js';
import { type Aftermath, playOut } from './outage.js';
import { openStage, type Stage } from './stage.js';

const SEED = Number(process.env.CHAOS_SEED ?? randomInt(2 ** 31));
/** Codes carried in a spell. */
const SPELL_LENGTH = 10;

/** A challenge, and the problems that the faults of a plan may come to. */
const FORESEEN: ReadonlySet<unknown> = new Set([
  202,
  'sms-unavailable',
  'recipient-unreachable',
  'recipient-opted-out',
]);

let stage: Stage;
let client: SignInClient;
let aftermath: Aftermath;

beforeAll(async () => {
  stage = await openStage();
  client = new SignInClient(stage.authUrl);
  aftermath = await playOut(planFor(seededRandom(SEED)), SPELL_LENGTH, stage);
  await stage.inbox.clearFaults();
}, 240_000);

afterAll(() => stage.close());

/** Asks that were answered 202. */
function started(): (Ask & { outcome: 'answered' })[] {
  return answered().filter(({ answer }) => answer.status === 202);
}

function answered(): (Ask & { outcome: 'answered' })[] {
  return aftermath.asks.filter((ask) => ask.outcome === 'answered');
}

/** The last 4 digits of whom they were for: a failed expectation is printed. */
const masked = (asks: readonly Ask[]) => asks.map(({ to }) => to.slice(-4));

const isUnseen = ({ to }: Ask) => stage.inbox.codeFor(to) === undefined;

const overlaps = (ask: Ask, spans: readonly { from: number; until: number }[]) =>
  spans.some(({ from, until }) => ask.from <= until && ask.until >= from);

describe(`every fault of every provider, and deaths, under load (CHAOS_SEED=${SEED})`, () => {
  it('starts some challenges and refuses some', () => {
    expect(started().length).toBeGreaterThan(0);
    expect(started().length).toBeLessThan(aftermath.asks.length);
    expect(aftermath.authOutages).toHaveLength(KILLS.auth);
    expect(aftermath.blindness).toHaveLength(KILLS.testbed);
  });

  it('leaves unanswered only what was asked of a dead process', () => {
    const unanswered = aftermath.asks.filter(({ outcome }) => outcome === 'no answer');
    expect(masked(unanswered.filter((ask) => !overlaps(ask, aftermath.authOutages)))).toEqual([]);
  });

  it('answers everything else with a challenge, the refusal of the recipient, or when to come back', () => {
    const outcomes = answered().map(({ answer }) => answer.body.code ?? answer.status);
    expect(outcomes.filter((outcome) => !FORESEEN.has(outcome))).toEqual([]);
    for (const { answer } of answered().filter(({ answer: { status } }) => status === 503)) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('gives no challenge id twice', () => {
    const ids = started().map(({ answer }) => answer.body.challengeId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sends only what was asked for, at most once through each provider and always with the same code', () => {
    const asked = new Set(aftermath.asks.map(({ to }) => to));
    const { messages } = stage.inbox;
    expect(messages.filter(({ to }) => !asked.has(to)).map(({ id }) => id)).toEqual([]);
    const carried = messages.map(({ to, provider }) => `${to.slice(-4)} ${provider}`);
    expect(carried.filter((one, index) => carried.indexOf(one) !== index)).toEqual([]);
    const texts = new Set(messages.map(({ to, body }) => `${to} ${body}`));
    expect(texts.size).toBe(new Set(messages.map(({ to }) => to)).size);
  });

  it('counts what it took, and nothing twice', async () => {
    // A late answer is counted when it has been given.
    await expect
      .poll(async () => {
        const all = await stage.inbox.counts();
        return all.map((counts) => {
          const { received, taken, sdkRetries } = counts;
          const sum = Object.values(counts).reduce((before, count) => before + count, 0);
          return { unsettled: 2 * received + taken + sdkRetries - sum, sdkRetries };
        });
      })
      .toEqual([
        { unsettled: 0, sdkRetries: 0 },
        { unsettled: 0, sdkRetries: 0 },
      ]);
    await stage.inbox.look();
    const taken = (await stage.inbox.counts()).reduce((sum, counts) => sum + counts.taken, 0);
    expect(taken).toBe(stage.inbox.ofThisLife.length);
  });

  it('keeps every challenge it started: its code works exactly once', async () => {
    const unseen = started().filter((ask) => isUnseen(ask));
    // Taken by a testbed that died before anybody looked.
    expect(masked(unseen.filter((ask) => !overlaps(ask, aftermath.blindness)))).toEqual([]);
    const wrong = await forAll(unseen, ({ answer }) => client.verify(answer.body.challengeId, '000000'));
    expect(wrong.filter(({ body }) => body.code !== 'code-incorrect').map(({ status }) => status)).toEqual(
      [],
    );

    const seen = started().filter((ask) => !isUnseen(ask));
    const statuses = await forAll(seen, async ({ to, answer }) => {
      const verify = () => client.verify(answer.body.challengeId, stage.inbox.codeFor(to) ?? '');
      const both = await Promise.all([verify(), verify()]);
      return both.map(({ status }) => status).toSorted((a, b) => a - b);
    });
    expect(statuses.filter(([first, second]) => first !== 200 || second !== 410)).toEqual([]);
  });

  it('holds one row a challenge, and none of a refused one', async () => {
    const database = new DatabaseSync(stage.databaseFile, { readOnly: true });
    const rows = database.prepare('select number_digest from challenges').all();
    database.close();
    const { phoneNumbers } = new KeyRing(stage.authSecret);
    const digests = (asks: readonly Ask[]) => new Set(asks.map(({ to }) => phoneNumbers.of(to)));
    const mine = digests(started());
    const broken = digests(aftermath.asks.filter(({ outcome }) => outcome === 'no answer'));
    const others = rows.map((row) => String(row.number_digest)).filter((digest) => !mine.has(digest));
    expect(rows.length - others.length).toBe(mine.size);
    expect(others.filter((digest) => !broken.has(digest))).toEqual([]);
  });

  it('writes neither a code nor a whole number to its output', () => {
    const { output } = stage.auth;
    expect(stringsIn(output)).toContain('message accepted');
    expect(masked(aftermath.asks.filter(({ to }) => output.includes(to.slice(1))))).toEqual([]);
    const codes = new Set(aftermath.asks.flatMap(({ to }) => stage.inbox.codeFor(to) ?? []));
    const sixDigits = stringsIn(output).flatMap((text) => text.match(/\b\d{6}\b/g) ?? []);
    expect(sixDigits.filter((digits) => codes.has(digits)).length).toBe(0);
  });
});
