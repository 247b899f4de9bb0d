import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.js';
import { AwsSnsOptOutOptions } from './aws-sns.opt-out.options.js';
import { OptOutCheck } from './aws-sns.opt-outs.js';

const OPTED_OUT = '+15005550010';
const OTHER = '+15005550011';
const defaults = new AwsSnsOptOutOptions();

let clock: ManualClock;
let asked: string[];
let answer: (e164: string, signal: AbortSignal) => Promise<boolean>;

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
  answer = async (e164) => e164 === OPTED_OUT;
});

const checkWith = (options: Partial<AwsSnsOptOutOptions> = {}) =>
  new OptOutCheck(
    (e164, signal) => {
      asked.push(e164);
      return answer(e164, signal);
    },
    Object.assign(new AwsSnsOptOutOptions(), options),
    clock,
  );
const untilAborted = (signal: AbortSignal) =>
  new Promise<boolean>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const signal = new AbortController().signal;

describe('OptOutCheck', () => {
  it.each([
    [OPTED_OUT, true, defaults.optedOutMs],
    [OTHER, false, defaults.notOptedOutMs],
  ])('believes what it heard of %s (%s) for its time', async (number, expected, lifetimeMs) => {
    const check = checkWith();
    await expect(check.isOptedOut(number, signal)).resolves.toBe(expected);
    clock.advance(lifetimeMs - 1);
    await expect(check.isOptedOut(number, signal)).resolves.toBe(expected);
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await expect(check.isOptedOut(number, signal)).resolves.toBe(expected);
    expect(asked).toHaveLength(2);
  });

  it('forgets who was asked about longest ago', async () => {
    const check = checkWith({ remembered: 4 });
    await check.isOptedOut(OPTED_OUT, signal);
    for (let place = 0; place < 4; place += 1) await check.isOptedOut(`+1500555002${place}`, signal);
    await check.isOptedOut(OPTED_OUT, signal);
    expect(asked.filter((number) => number === OPTED_OUT)).toHaveLength(2);
  });

  it('lets a message go when the question fails, and asks nothing for a while', async () => {
    const check = checkWith();
    answer = () => Promise.reject(new Error('Throttled'));
    await expect(check.isOptedOut(OPTED_OUT, signal)).resolves.toBe(false);
    answer = async () => true;
    clock.advance(defaults.quietMs - 1);
    await expect(check.isOptedOut(OPTED_OUT, signal)).resolves.toBe(false);
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await expect(check.isOptedOut(OPTED_OUT, signal)).resolves.toBe(true);
  });

  it('goes on knowing whom it heard of while it asks nothing', async () => {
    const check = checkWith();
    await check.isOptedOut(OPTED_OUT, signal);
    answer = () => Promise.reject(new Error('Throttled'));
    await check.isOptedOut(OTHER, signal);
    await expect(check.isOptedOut(OPTED_OUT, signal)).resolves.toBe(true);
  });

  it('waits no longer than its limit', async () => {
    answer = (_, ending) => untilAborted(ending);
    const check = checkWith();
    const pending = check.isOptedOut(OPTED_OUT, signal);
    clock.advance(defaults.timeoutMs);
    await expect(pending).resolves.toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('ends with the send, and holds that against nobody', async () => {
    const sending = new AbortController();
    const check = checkWith();
    answer = (_, ending) => untilAborted(ending);
    const pending = check.isOptedOut(OPTED_OUT, sending.signal);
    sending.abort();
    await expect(pending).resolves.toBe(false);
    answer = async () => true;
    await expect(check.isOptedOut(OPTED_OUT, signal)).resolves.toBe(true);
  });

  it('asks nothing for a send that is over', async () => {
    await expect(checkWith().isOptedOut(OPTED_OUT, AbortSignal.abort())).resolves.toBe(false);
    expect(asked).toEqual([]);
  });
});
