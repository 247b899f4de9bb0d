import type { ChallengeParameters, Solution } from 'altcha-lib';

/** A challenge with what is said to solve it; nothing of it is proven yet. */
export interface SolvedChallenge {
  readonly challenge: { readonly parameters: ChallengeParameters; readonly signature: string };
  readonly solution: Solution;
  readonly number: string;
  readonly expiresAtSeconds: number;
}

/**
 * Reads a proof as ALTCHA's widget writes it: base64 of `{challenge: {parameters, signature}, solution}`. `undefined`
 * for anything that could not have been made of a challenge of ours.
 */
export function parseSolvedChallenge(proof: string): SolvedChallenge | undefined {
  const payload = parseJson(Buffer.from(proof, 'base64').toString('utf8'));
  const challenge = fieldOf(payload, 'challenge');
  const parameters = fieldOf(challenge, 'parameters');
  const signature = fieldOf(challenge, 'signature');
  const solution = fieldOf(payload, 'solution');
  if (!isParameters(parameters) || typeof signature !== 'string' || !isSolution(solution)) return undefined;
  const { expiresAt, data } = parameters;
  if (typeof expiresAt !== 'number' || typeof data?.number !== 'string') return undefined;
  return {
    challenge: { parameters, signature },
    solution,
    number: data.number,
    expiresAtSeconds: expiresAt,
  };
}

/** What the signature is over is checked by the signature. */
function isParameters(value: unknown): value is ChallengeParameters {
  return (
    typeof fieldOf(value, 'algorithm') === 'string' &&
    typeof fieldOf(value, 'nonce') === 'string' &&
    typeof fieldOf(value, 'salt') === 'string' &&
    typeof fieldOf(value, 'cost') === 'number' &&
    typeof fieldOf(value, 'keyLength') === 'number' &&
    typeof fieldOf(value, 'keyPrefix') === 'string' &&
    typeof fieldOf(value, 'keySignature') === 'string'
  );
}

function isSolution(value: unknown): value is Solution {
  return typeof fieldOf(value, 'counter') === 'number' && typeof fieldOf(value, 'derivedKey') === 'string';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
