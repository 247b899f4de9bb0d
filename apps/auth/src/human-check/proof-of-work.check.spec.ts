import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { type Challenge, type Solution, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { assert, beforeEach, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { MovedClock } from '../testing/auth-app.js';
import { ProofOfWorkCheck } from './proof-of-work.check.js';
import { SpentProofs } from './spent-proofs.js';

const CLIENT = { address: '203.0.113.9', countedAs: '203.0.113.9', network: '203.0.113.0/24' };
const ABOUT = { number: 'digest of a number', client: CLIENT };
const OPTIONS = { steps: 10, ttlMs: 300_000 };
const KEYS = new KeyRing('a secret of this test');

const solved = async (challenge: Challenge): Promise<Solution> => {
  const solution = await solveChallenge({ challenge, deriveKey });
  assert(solution !== null, 'it can be solved');
  return solution;
};
const proofOf = (challenge: unknown, solution: unknown) =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');

describeOnEachDatabase('ProofOfWorkCheck', (database) => {
  let connection: Database;
  let clock: MovedClock;
  let check: ProofOfWorkCheck;

  beforeEach(async () => {
    connection = await database().open();
    clock = new MovedClock();
    // The package itself reads the machine's time.
    clock.time = Date.now();
    check = new ProofOfWorkCheck(OPTIONS, KEYS, new SpentProofs(connection), clock);
  });

  const demanded = async (by = check): Promise<Challenge> => {
    const { kind, challenge } = await by.demand(ABOUT);
    expect(kind).toBe('proof-of-work');
    assert(isChallenge(challenge));
    return challenge;
  };

  it('is passed by the work it asks for, once, of any number of tries at the same moment', async () => {
    const challenge = await demanded();
    const proof = proofOf(challenge, await solved(challenge));
    const other = new ProofOfWorkCheck(OPTIONS, KEYS, new SpentProofs(await database().open()), clock);
    const passed = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? check : other).passes(proof, ABOUT)),
    );
    expect(passed.filter(Boolean)).toHaveLength(1);
    expect(await check.passes(proof, ABOUT)).toBe(false);
  });

  it('takes at least half of the steps, and no more than all', async () => {
    for (let count = 0; count < 10; count += 1) {
      const { counter } = await solved(await demanded());
      expect(counter).toBeGreaterThanOrEqual(OPTIONS.steps / 2);
      expect(counter).toBeLessThanOrEqual(OPTIONS.steps);
    }
  });

  it('is not passed for another number, under another secret, or after its time', async () => {
    const challenge = await demanded();
    const proof = proofOf(challenge, await solved(challenge));
    expect(await check.passes(proof, { ...ABOUT, number: 'digest of another' })).toBe(false);
    const stranger = new ProofOfWorkCheck(OPTIONS, new KeyRing('x'), new SpentProofs(connection), clock);
    expect(await stranger.passes(proof, ABOUT)).toBe(false);
    clock.advance(301);
    expect(await check.passes(proof, ABOUT)).toBe(false);
    clock.advance(-301);
    expect(await check.passes(proof, ABOUT)).toBe(true);
  });

  it('is not passed by a challenge that was made easier, later or for somebody else', async () => {
    const challenge = await demanded();
    const solution = await solved(challenge);
    const { parameters } = challenge;
    const forged = [
      { ...parameters, keyPrefix: '00' },
      { ...parameters, cost: 1 },
      { ...parameters, expiresAt: (parameters.expiresAt ?? 0) + 60 },
      { ...parameters, data: { number: ABOUT.number, more: 1 } },
      { ...parameters, keySignature: '00'.repeat(32) },
    ];
    for (const changed of forged)
      expect(await check.passes(proofOf({ ...challenge, parameters: changed }, solution), ABOUT)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['prose', 'I am human'],
    ['a number', Buffer.from('7').toString('base64')],
    ['an empty object', Buffer.from('{}').toString('base64')],
    [
      'deep nesting',
      Buffer.from(`{"challenge":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}`).toString('base64'),
    ],
  ])('is not passed by %s', async (_, proof) => {
    expect(await check.passes(proof, ABOUT)).toBe(false);
  });

  it('is not passed by a solution that is none', async () => {
    const challenge = await demanded();
    const right = await solved(challenge);
    for (const solution of [
      undefined,
      {},
      { ...right, derivedKey: '00'.repeat(32) },
      { ...right, derivedKey: 7 },
    ])
      expect(await check.passes(proofOf(challenge, solution), ABOUT)).toBe(false);
  });

  it('remembers used proofs only until they expire', async () => {
    const challenge = await demanded();
    expect(await check.passes(proofOf(challenge, await solved(challenge)), ABOUT)).toBe(true);
    const proofs = new SpentProofs(connection);
    const kept = () => connection.selectFrom('guard_proofs').selectAll().execute();
    await proofs.sweep(clock.now());
    expect(await kept()).toHaveLength(1);
    await proofs.sweep(clock.now() + 301_000);
    expect(await kept()).toEqual([]);
  });
});

function isChallenge(value: unknown): value is Challenge {
  return typeof value === 'object' && value !== null && 'parameters' in value && 'signature' in value;
}
