import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { HumanCheckDemand } from '../http/problem.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { WallClock } from '../wall-clock.js';
import type { CheckedRequest, HumanCheck } from './human-check.js';
import { parseSolvedChallenge } from './solved-challenge.js';
import type { SpentProofs } from './spent-proofs.js';

/** How much work a proof is. */
export interface ProofOfWorkOptions {
  /** Steps at most; at least half of them are needed. */
  readonly steps: number;
  readonly ttlMs: number;
}

/** Rounds of PBKDF2 in a step: about a millisecond for a browser, which has it in native code. */
const ROUNDS = 5_000;

/**
 * Work instead of a question: the client tries one number after the other until one fits. It takes a person's phone a
 * second or two, and whoever asks ten thousand times ten thousand times as long. It needs no service, and no state
 * until a proof is used: the challenge is signed, names the number it is for, and expires.
 *
 * The form is that of ALTCHA, whose widget solves it in a browser.
 *
 * @see https://altcha.org/docs/v2/proof-of-work/
 */
export class ProofOfWorkCheck implements HumanCheck {
  constructor(
    private readonly options: ProofOfWorkOptions,
    private readonly keys: KeyRing,
    private readonly spent: SpentProofs,
    private readonly clock: WallClock,
  ) {}

  async demand({ number }: CheckedRequest): Promise<HumanCheckDemand> {
    const { steps, ttlMs } = this.options;
    const challenge = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: ROUNDS,
      counter: randomInt(steps, Math.ceil(steps / 2)),
      deriveKey,
      data: { number },
      expiresAt: Math.ceil((this.clock.now() + ttlMs) / 1_000),
      hmacSignatureSecret: this.keys.proofOfWork.challenge,
      hmacKeySignatureSecret: this.keys.proofOfWork.solution,
    });
    return { kind: 'proof-of-work', challenge };
  }

  async passes(proof: string, { number }: CheckedRequest): Promise<boolean> {
    const solved = parseSolvedChallenge(proof);
    if (solved === undefined || solved.number !== number) return false;
    const expiresAt = solved.expiresAtSeconds * 1_000;
    if (expiresAt <= this.clock.now()) return false;
    const { verified } = await verifySolution({
      ...solved,
      deriveKey,
      hmacSignatureSecret: this.keys.proofOfWork.challenge,
      hmacKeySignatureSecret: this.keys.proofOfWork.solution,
    });
    return verified && this.spent.spend(solved.challenge.signature, expiresAt);
  }
}
