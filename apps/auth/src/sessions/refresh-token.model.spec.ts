import type { SessionTable } from '@standby/database';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentedAs } from './refresh-token.js';
import { opened, rotated } from './session.js';

const RULES = { tokenTtlMs: 1_000, maxAgeMs: 5_000, graceMs: 30 };
const NOW = 1_790_000_000_000;

/** What a family is said to do, written down the plainest way: every token kept, with the moment it was used. */
interface Model {
  readonly tokens: { usedAt: number | undefined }[];
  status: 'live' | 'revoked' | 'signed-out';
  expiresAt: number;
  now: number;
}

/** One row and the rules; tokens are named by their number. */
interface Real {
  session: SessionTable;
  issued: number;
}

type Answer = number | 'refused';

function answerOfModel(model: Model, index: number): Answer {
  const { tokens, now } = model;
  const [token, successor] = [tokens[index], tokens[index + 1]];
  if (model.status !== 'live') return 'refused';
  // Never given out, so whoever has it made it up from another of the family.
  if (token === undefined) return revoke(model);
  if (token.usedAt !== undefined) {
    const isGraceOver = now - token.usedAt >= RULES.graceMs;
    if (isGraceOver || successor?.usedAt !== undefined) return revoke(model);
    return now < model.expiresAt ? index + 1 : 'refused';
  }
  if (now >= model.expiresAt) return 'refused';
  token.usedAt = now;
  tokens.push({ usedAt: undefined });
  model.expiresAt = Math.min(now + RULES.tokenTtlMs, NOW + RULES.maxAgeMs);
  return index + 1;
}

function revoke(model: Model): 'refused' {
  model.status = 'revoked';
  return 'refused';
}

function answerOfRules(real: Real, index: number, now: number): Answer {
  const presented = presentedAs(real.session, [`${index}`], RULES.graceMs, now);
  if (presented.as === 'reused') real.session = { ...real.session, status: 'revoked' };
  if (presented.as === 'repeated') return Number(presented.sealedToken);
  if (presented.as !== 'current') return 'refused';
  const next = `${real.issued}`;
  real.issued += 1;
  const digests = { family_digest: 'family', token_digest: next, former_digest: `${index}` };
  const kept = { ...digests, sealed_token: next, network: null };
  real.session = rotated(real.session, kept, RULES, now);
  return Number(next);
}

type Step = fc.Command<Model, Real>;

const step = (name: string, run: (model: Model, real: Real) => void): Step => ({
  check: () => true,
  run: (model, real) => {
    run(model, real);
    expect(real.session.status).toBe(model.status);
  },
  toString: () => name,
});

/** @param back how many tokens before the one that was given out last; -1 is one that never was */
const present = (back: number) =>
  step(`the token ${back} before the last comes`, (model, real) => {
    const index = Math.max(0, model.tokens.length - 1 - back);
    expect(answerOfRules(real, index, model.now)).toBe(answerOfModel(model, index));
  });

const wait = (ms: number) =>
  step(`${ms} ms pass`, (model) => {
    model.now += ms;
  });

const signOut = step('the session is signed out', (model, real) => {
  if (model.status !== 'live') return;
  model.status = 'signed-out';
  real.session = { ...real.session, status: 'signed-out' };
});

const steps = fc.commands(
  [
    fc.constantFrom(0, 0, 0, 1, 1, 2, 3).map(present),
    fc.constantFrom(1, RULES.graceMs - 1, RULES.graceMs, 300, RULES.tokenTtlMs).map(wait),
    fc.constantFrom(present(-1), signOut, wait(0), wait(0), wait(0), wait(0)),
  ],
  { maxCommands: 40, size: 'max' },
);

describe('a family of refresh tokens, whatever is presented when', () => {
  it('answers and ends as its whole history says, of which it keeps two tokens', () => {
    fc.assert(
      fc.property(steps, (given) => {
        fc.modelRun(() => {
          const fields = { id: 'id', account_id: 'account', client: null, network: null };
          const session = opened(fields, { family_digest: 'family', token_digest: '0' }, RULES, NOW);
          const model: Model = {
            tokens: [{ usedAt: undefined }],
            status: 'live',
            expiresAt: NOW + RULES.tokenTtlMs,
            now: NOW,
          };
          return { model, real: { session, issued: 1 } };
        }, given);
      }),
      { numRuns: 3_000 },
    );
  });
});
