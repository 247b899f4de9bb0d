import { Logger } from '@nestjs/common';
import { describeOnEachDatabase } from '@standby/database/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MovedClock } from '../testing/auth-app.js';
import { type ProcessOn, type ProcessTerms, processOn } from '../testing/process-on.js';
import { ForeignKeysError } from './key-rotation.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

const DAY = 86_400;
const ANNOUNCED = 900;
const OVER = 3_900;

const kidOf = async ({ keys }: ProcessOn) => (await keys.signer()).kid;
const published = async ({ keys }: ProcessOn) => (await keys.publicKeys()).keys.map(({ kid }) => kid);

describeOnEachDatabase('SigningKeys', (database) => {
  let clock: MovedClock;

  beforeEach(() => {
    clock = new MovedClock();
  });

  const start = async (terms: Partial<ProcessTerms> = {}) =>
    processOn(await database().open(), { clock, ...terms });
  it('finds the key again after a restart', async () => {
    const kid = await kidOf(await start());
    await database().close();
    const again = await start();
    expect(await kidOf(again)).toBe(kid);
    expect(await again.keys.publicKeyOf(kid, 'EdDSA')).toBeDefined();
  });

  it('makes one key, of however many first starts at once', async () => {
    const processes = await Promise.all(Array.from({ length: 6 }, () => start()));
    const kids = await Promise.all(processes.map(kidOf));
    expect(new Set(kids).size).toBe(1);
    for (const process of processes) expect(await published(process)).toEqual([kids[0]]);
  });

  it('announces one next key when the present one is of age, signs with it later, and then retires the old', async () => {
    const processes = [await start(), await start(), await start()];
    const [one, other] = processes;
    if (one === undefined || other === undefined) throw new Error('three processes were started');
    const old = await kidOf(one);
    clock.advance(90 * DAY - ANNOUNCED);
    await Promise.all(processes.map(({ watch }) => watch.look()));
    expect(await kidOf(one)).toBe(old);
    const [next = '', ...rest] = await published(other);
    expect(rest).toEqual([old]);

    clock.advance(ANNOUNCED - 1);
    expect(await kidOf(other)).toBe(old);
    clock.advance(1);
    expect([await kidOf(one), await kidOf(other)]).toEqual([next, next]);

    clock.advance(OVER - 1);
    await one.watch.look();
    expect(await other.keys.publicKeyOf(old, 'EdDSA')).toBeDefined();
    clock.advance(1);
    expect(await other.keys.publicKeyOf(old, 'EdDSA')).toBeUndefined();
    expect(await published(other)).toEqual([next]);
    await one.watch.look();
    const rows = await (await database().open()).selectFrom('signing_keys').select('kid').execute();
    expect(rows).toEqual([{ kid: next }]);
  });

  it('announces one next key by hand, however often it is asked, and says so to all', async () => {
    const [one, other] = [await start(), await start()];
    const old = await kidOf(one);
    await Promise.all([one.rotation.announce(), other.rotation.announce()]);
    await one.rotation.announce();
    clock.advance(5);
    const [next = '', ...rest] = await published(other);
    expect(rest).toEqual([old]);
    expect(await kidOf(one)).toBe(old);
    clock.advance(ANNOUNCED);
    expect([await kidOf(one), await kidOf(other)]).toEqual([next, next]);
  });

  it('replaces all keys at once by hand, and the others hear of it within seconds', async () => {
    const [one, other] = [await start(), await start()];
    const old = await kidOf(other);
    await one.rotation.announce();
    await one.rotation.replaceAll();
    clock.advance(5);
    const next = await kidOf(other);
    expect(next).not.toBe(old);
    expect(await published(other)).toEqual([next]);
    expect(await published(one)).toEqual([next]);
    expect(await other.keys.publicKeyOf(old, 'EdDSA')).toBeUndefined();
  });

  it('knows a key that another instance made this moment', async () => {
    const [one, other] = [await start(), await start()];
    await kidOf(other);
    await one.rotation.replaceAll();
    const bearer = { accountId: 'account', sessionId: 'session' };
    const { accessToken } = await one.tokens.sign(bearer, clock.now() + 1e12);
    expect(await other.tokens.parse(accessToken)).toEqual(bearer);
  });

  it('changes the algorithm by another key, and checks tokens of the old until they are over', async () => {
    const old = await start();
    const bearer = { accountId: 'account', sessionId: 'session' };
    const { accessToken } = await old.tokens.sign(bearer, clock.now() + 1e12);
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const changed = await start({ config: { ACCESS_TOKEN_ALGORITHM: algorithm } });
      await changed.watch.look();
      expect((await changed.keys.signer()).algorithm).not.toBe(algorithm);
      clock.advance(ANNOUNCED - 300);
      if (algorithm === 'ES256') expect(await changed.tokens.parse(accessToken)).toEqual(bearer);
      clock.advance(300);
      expect(await changed.keys.signer()).toMatchObject({ algorithm });
      const later = await changed.tokens.sign(bearer, clock.now() + 1e12);
      expect(await old.tokens.parse(later.accessToken)).toEqual(bearer);
    }
    expect((await published(old)).length).toBe(3);
  });

  it('knows no key of a name that is none, nor for another algorithm', async () => {
    const process = await start();
    const kid = await kidOf(process);
    for (const name of ['', '\0', "' or 1=1 --", 'x'.repeat(43), '\ud800'])
      expect(await process.keys.publicKeyOf(name, 'EdDSA')).toBeUndefined();
    expect(await process.keys.publicKeyOf(kid, 'ES256')).toBeUndefined();
    expect(await process.keys.publicKeyOf(kid, 'HS256')).toBeUndefined();
  });

  it('makes a key that signs at once where none can be opened, and publishes the old until it is over', async () => {
    const old = await kidOf(await start());
    clock.advance(5);
    const changed = await start({ secrets: ['another secret of the tests'] });
    await changed.watch.onModuleInit();
    changed.chores.onModuleDestroy();
    const kid = await kidOf(changed);
    expect(kid).not.toBe(old);
    expect(await published(changed)).toEqual([kid, old]);
    clock.advance(OVER);
    await changed.watch.look();
    expect(await published(changed)).toEqual([kid]);
  });

  it('announces a key under a new secret, so that the former can be dropped', async () => {
    await kidOf(await start());
    const changed = await start({ secrets: ['the new secret', 'a secret of the tests'] });
    await changed.watch.look();
    clock.advance(ANNOUNCED);
    const kid = await kidOf(changed);
    const without = await start({ secrets: ['the new secret'] });
    expect(await kidOf(without)).toBe(kid);
  });

  it('makes no key by hand where it would be under a secret that the service does not have', async () => {
    const kid = await kidOf(await start());
    const { rotation, keys } = await start({ secrets: ['another secret of the tests'] });
    await expect(rotation.announce()).rejects.toBeInstanceOf(ForeignKeysError);
    await expect(rotation.replaceAll()).rejects.toBeInstanceOf(ForeignKeysError);
    expect((await keys.publicKeys()).keys).toMatchObject([{ kid }]);
  });

  it('keeps signing on both sides of a fleet that does not share a secret, and every token is good everywhere', async () => {
    const [one, other] = [await start(), await start({ secrets: ['another secret of the tests'] })];
    const bearer = { accountId: 'account', sessionId: 'session' };
    const signed: { readonly at: number; readonly accessToken: string }[] = [];
    for (let step = 0; step < 72; step += 1) {
      for (const process of [one, other]) {
        await process.watch.look();
        const { accessToken } = await process.tokens.sign(bearer, clock.now() + 1e12);
        signed.push({ at: clock.now(), accessToken });
      }
      clock.advance(150);
      const alive = signed.filter(({ at }) => clock.now() - at < 900_000);
      for (const { accessToken } of alive)
        for (const process of [one, other]) expect(await process.tokens.parse(accessToken)).toEqual(bearer);
    }
    expect((await published(one)).length).toBeLessThan(30);
  });
});
