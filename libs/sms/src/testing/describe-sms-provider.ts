import { inspect } from 'node:util';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { handlingOf } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import { type Condition, OUTCOME_OF_CONDITION, type ProviderRig } from './provider-rig.js';

const TO = '+447400123456';
const CODE = '482913';
const TEXT = `${CODE} is your Example code.`;
const AWKWARD_TEXTS = [`+&=%?#<>"' \n.`, 'é', '你好', '😀', '100%25 of a+b', '{"a":["b"]}'];

/**
 * Declares the tests that every adapter passes, one of them for each condition its rig offers.
 *
 * Call it in a spec file of vitest.
 *
 * @param createRig makes a rig for each test, and one more while the tests are collected
 */
export function describeSmsProvider(name: string, createRig: () => Promise<ProviderRig>): void {
  describe(`${name} as an SMS provider`, async () => {
    const offered = await conditionsOf(createRig);
    let rig: ProviderRig;

    beforeEach(async () => {
      rig = await createRig();
    });

    afterEach(async () => {
      await rig.provider.close?.();
      await rig.close();
    });

    const send = (text = TEXT, signal = new AbortController().signal) =>
      rig.provider.send(normalise({ to: TO, text, purpose: 'one-time-code' }, 'message-1'), signal);
    const requests = async () => rig.requests?.();

    it('has a lower-case name', () => {
      expect(rig.provider.name).toMatch(/^[a-z][a-z0-9-]*$/);
    });

    it('hands over exactly the number and the text, once', async () => {
      await expect(send()).resolves.toEqual({ providerMessageId: expect.stringMatching(/./) });
      expect(await rig.taken()).toEqual([{ to: TO, text: TEXT }]);
      expect((await requests()) ?? 1).toBe(1);
    });

    it.each(AWKWARD_TEXTS)('carries %j unchanged', async (text) => {
      await send(text);
      expect(await rig.taken()).toEqual([{ to: TO, text }]);
    });

    it('hands over 100 messages at once, each once and under an id of its own', async () => {
      const texts = Array.from({ length: 100 }, (_, index) => `Message ${100 + index}`);
      const accepted = await Promise.all(texts.map((text) => send(text)));
      expect(new Set(accepted.map(({ providerMessageId }) => providerMessageId)).size).toBe(100);
      expect((await rig.taken()).map(({ text }) => text).toSorted()).toEqual(texts);
    });

    it('sends nothing once the signal is aborted, and says so', async () => {
      const error = await rejectionOf(send(TEXT, AbortSignal.abort()));
      expect(handlingOf(error.kind).maybeSent).toBe(false);
      expect(await rig.taken()).toEqual([]);
      expect((await requests()) ?? 0).toBe(0);
    });

    it('can be closed twice', async () => {
      await send();
      await rig.provider.close?.();
      await rig.provider.close?.();
    });

    it.each(offered)('comes out as $outcome when the far side is in the state $condition', async (offer) => {
      await rig.conditions[offer.condition]?.();
      const caller = new AbortController();
      const sending = send(TEXT, caller.signal);
      if (isHanging(offer.condition)) await abortOnceReached(rig, sending, caller);
      if (offer.outcome === 'accepted') await sending;
      else {
        const error = await rejectionOf(sending);
        expect(error).toMatchObject({ kind: offer.outcome, provider: rig.provider.name });
        if (offer.condition === 'throttled' && rig.retryAfterMs !== undefined)
          expect(error.retryAfterMs).toBe(rig.retryAfterMs);
        expectNothingShown(error, [TO.slice(1), CODE, ...(rig.secrets ?? [])]);
      }
      expect((await requests()) ?? 0, 'requests made').toBeLessThanOrEqual(1);
    });
  });
}

async function conditionsOf(createRig: () => Promise<ProviderRig>) {
  const rig = await createRig();
  await rig.provider.close?.();
  await rig.close();
  return Object.entries(OUTCOME_OF_CONDITION).flatMap(([name, outcome]) =>
    isCondition(name) && rig.conditions[name] ? [{ condition: name, outcome }] : [],
  );
}

function isCondition(name: string): name is Condition {
  return name in OUTCOME_OF_CONDITION;
}

function isHanging(condition: Condition): boolean {
  return condition === 'never-answers' || condition === 'accepts-then-never-answers';
}

async function abortOnceReached(rig: ProviderRig, sending: Promise<unknown>, caller: AbortController) {
  const settled = vi.fn();
  sending.then(settled, settled);
  await vi.waitFor(async () => expect((await rig.requests?.()) ?? (await rig.taken()).length).toBe(1));
  expect(settled, 'the send settles before the signal aborts').not.toHaveBeenCalled();
  caller.abort();
}

async function rejectionOf(sending: Promise<unknown>): Promise<ProviderError> {
  const outcome = await sending.catch((error: unknown) => error);
  assert(outcome instanceof ProviderError, 'the send rejects with a ProviderError');
  return outcome;
}

function expectNothingShown(error: ProviderError, secrets: readonly string[]): void {
  const shown = [JSON.stringify(error), inspect(error, { depth: 10 }), error.stack].join('\n');
  // Compared to a boolean: a failing test must not print the secret either.
  for (const [index, secret] of secrets.entries())
    expect(shown.includes(secret), `secret ${index} is in the error`).toBe(false);
}
