import { IdempotencyUnavailableError, keyDigestOf } from '../../../libs/sms/src/ledger/idempotency-key.js';
import type { SendClaim } from '../../../libs/sms/src/ledger/outcome-store.js';
import { UndeliverableError } from '../../../libs/sms/src/routing/undeliverable.error.js';
import { isMaybeSent } from '../answer-meaning.js';
import type { ProviderCall, SendEnd, SimulatedSend } from '../simulated-send.js';
import type { KeyWitness } from '../storage/simulated-key-store.js';
import type { VirtualClock } from '../virtual-clock.js';
import { TIMER_EARLINESS_MS } from './send-invariants.js';

/** Longest wait between two looks at a send that somebody else makes, in ms. */
const MAX_LOOK_MS = 1000;

/** A key, with what happened under it. */
interface KeyLife {
  readonly claims: Claim[];
  /** When the store was last asked for it, or gave it to somebody. */
  lastMoveMs: number;
  lastAskedAtMs: number;
}

/** What one holder, a message, asked of the store, and what it came to. */
interface Claim {
  readonly keyDigest: string;
  readonly firstAskedAtMs: number;
  /** Wall-clock ms of the last time it asked, and from which on the key would be free again. */
  askedAt: number;
  expiresAt: number;
  wonAtMs?: number;
  conclusion: 'none' | 'told to the store';
  /** Whose message it is, once a provider was asked for it. */
  send?: SimulatedSend;
  /** What the first caller who was told of it heard. */
  telling?: string;
  records: number;
}

/** What a caller with a key is told of the message that was sent under it. */
export type Telling =
  | { readonly told: 'first'; readonly send: SimulatedSend; readonly handedOverAtMs: number }
  /** The same as somebody before. */
  | { readonly told: 'again' }
  /** Whoever sent it was taken for dead. */
  | { readonly told: 'that nobody knows' }
  /** Its store failed, or it gave up. */
  | { readonly told: 'of no message' }
  | { readonly broken: string };

/** Holds what a key promises against what its store, its callers and the providers see. */
export class KeyWatch implements KeyWitness {
  /** The first invariant found broken in what the store is asked: the library swallows what is thrown there. */
  broken: string | undefined;
  /** By digest. */
  readonly #keys = new Map<string, KeyLife>();
  /** By holder: the id of the message that is to be sent. */
  readonly #claims = new Map<string, Claim>();

  /** @param onWon hears that a message may be handed over */
  constructor(
    private readonly clock: VirtualClock,
    private readonly onWon: () => void,
  ) {}

  claimBegan(keyDigest: string, { holder, now, leaseEndsAt, expiresAt }: SendClaim): void {
    const { clock } = this;
    const nowMs = clock.elapsedMs();
    const life = this.#keys.get(keyDigest) ?? { claims: [], lastMoveMs: nowMs, lastAskedAtMs: nowMs };
    this.#keys.set(keyDigest, life);
    life.lastMoveMs = nowMs;
    life.lastAskedAtMs = nowMs;
    const claim = this.#claims.get(holder);
    if (claim === undefined) {
      const asked = { firstAskedAtMs: nowMs, askedAt: now, expiresAt };
      const begun: Claim = { keyDigest, ...asked, conclusion: 'none', records: 0 };
      this.#claims.set(holder, begun);
      life.claims.push(begun);
      return;
    }
    claim.askedAt = now;
    claim.expiresAt = expiresAt;
    const latestMs = clock.latestEndMs(claim.firstAskedAtMs, leaseEndsAt - now + MAX_LOOK_MS);
    if (nowMs > latestMs) this.broken ??= 'nobodyIsWaitedForLongerThanItsLease';
  }

  claimWon(holder: string): void {
    const claim = this.#claims.get(holder);
    const life = claim && this.#keys.get(claim.keyDigest);
    if (claim === undefined || life === undefined) return;
    life.lastMoveMs = this.clock.elapsedMs();
    claim.wonAtMs = life.lastMoveMs;
    this.onWon();
  }

  claimConcluded(holder: string): void {
    const claim = this.#claims.get(holder);
    if (claim !== undefined) claim.conclusion = 'told to the store';
  }

  /** Whether a message is sent under a key; then it is recorded here. */
  isRecordOfKey(messageId: string): boolean {
    const claim = this.#claims.get(messageId);
    if (claim !== undefined) claim.records += 1;
    return claim !== undefined;
  }

  /** Messages that a provider was asked for, and that were not recorded. */
  get unrecorded(): number {
    return [...this.#claims.values()].filter(({ send, records }) => send !== undefined && records === 0)
      .length;
  }

  /** @returns what is broken, or `undefined` */
  callBegan({ send }: ProviderCall, messageId: string): string | undefined {
    const claim = this.#claims.get(messageId);
    if (claim?.wonAtMs === undefined) return 'nobodyIsAskedBeforeTheKeyIsWon';
    claim.send = send;
    const others = this.#keys.get(claim.keyDigest)?.claims.filter((other) => other !== claim) ?? [];
    const rivals = others.filter(({ expiresAt }) => expiresAt > claim.askedAt);
    return rivals.some((rival) => rival.send?.calls.some(isPerhapsTaken)) ? 'aKeySendsOnce' : undefined;
  }

  /** When the last thing happened that gives the callers of a key their whole deadline, in monotonic ms. */
  lastMoveMs({ key, beganAtMs }: SimulatedSend): number {
    const life = key === undefined ? undefined : this.#keys.get(keyDigestOf(key));
    return Math.max(beganAtMs, life?.lastMoveMs ?? 0);
  }

  /** Only of what is told first the rest has to be looked at. */
  ended(send: SimulatedSend, key: string, end: SendEnd): Telling {
    const keyDigest = keyDigestOf(key);
    const messageId = messageIdOf(end);
    if (messageId === undefined)
      return this.#isHasty(keyDigest, send, end)
        ? { broken: 'aStoreHasTheWholeDeadlineToAnswer' }
        : { told: 'of no message' };
    const claim = this.#claims.get(messageId);
    if (claim?.keyDigest !== keyDigest) return { broken: 'aKeyTellsOfItsOwnMessages' };
    if (isAbandoned(end))
      return claim.conclusion === 'none'
        ? { broken: 'nobodyIsTakenForDeadWhileTheStoreIsTold' }
        : { told: 'that nobody knows' };
    const telling = JSON.stringify(end.name === 'resolved' ? end.sent : end.error);
    if (claim.telling !== undefined)
      return claim.telling === telling ? { told: 'again' } : { broken: 'aKeyTellsTheSameAgain' };
    claim.telling = telling;
    if (claim.records !== 1) return { broken: 'everySendIsRecordedOnce' };
    return { told: 'first', send: claim.send ?? send, handedOverAtMs: claim.wonAtMs ?? send.beganAtMs };
  }

  #isHasty(keyDigest: string, { deadlineMs }: SimulatedSend, end: SendEnd): boolean {
    if (end.name === 'resolved' || !(end.error instanceof IdempotencyUnavailableError)) return false;
    const askedAtMs = this.#keys.get(keyDigest)?.lastAskedAtMs ?? 0;
    return this.clock.elapsedMs() - askedAtMs < deadlineMs - TIMER_EARLINESS_MS;
  }
}

/** Whether a caller was told that nobody knows, since whoever sent was taken for dead. */
function isAbandoned(end: SendEnd): boolean {
  return end.name === 'resolved' && end.sent.status === 'unknown' && end.sent.attempts.length === 0;
}

function messageIdOf(end: SendEnd): string | undefined {
  if (end.name === 'resolved') return end.sent.id;
  return end.error instanceof UndeliverableError ? end.error.messageId : undefined;
}

function isPerhapsTaken({ custody, end }: ProviderCall): boolean {
  return custody === 'taken' || end.state === 'under way' || isMaybeSent(end.as.answer);
}
