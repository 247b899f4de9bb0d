import { describe, expect, it } from 'vitest';
import { AUTHGEAR_RULES } from '../testing/pumping-rules.js';
import { type RecordedRequest, replayPumping } from './pumping-replay.js';

const NOON = Date.UTC(2030, 0, 15, 12);
const SECOND_MS = 1_000;

const recorded = (index: number, more: Partial<RecordedRequest> = {}): RecordedRequest => ({
  at: NOON + index * SECOND_MS,
  challenge: `challenge ${index}`,
  country: 'GB',
  prefix: `prefix ${index}`,
  address: `address ${index}`,
  standing: 'new',
  costMicros: 10,
  sent: 'sent',
  ...more,
});
const verified = (index: number): RecordedRequest =>
  recorded(index, { verifiedAt: NOON + index * SECOND_MS + SECOND_MS / 2 });
const SETTINGS = { rules: AUTHGEAR_RULES, check: 'none' } as const;

describe('replayPumping', () => {
  it('parts the good, the bad and those nobody could verify', async () => {
    const log = [verified(0), verified(1), recorded(2), recorded(3, { sent: 'not-sent' })];
    expect(await replayPumping(log, SETTINGS)).toMatchObject({
      requests: {
        verified: { admitted: 2, checked: 0, refused: 0 },
        unverified: { admitted: 1, checked: 0, refused: 0 },
        unknown: { admitted: 1, checked: 0, refused: 0 },
      },
      costMicros: 40,
    });
  });

  it('refuses an attack that only recording let through, and names the rules that saw it', async () => {
    const log = Array.from({ length: 50 }, (_, index) => recorded(index));
    const { requests, objections, costMicros } = await replayPumping(log, SETTINGS);
    expect(requests.unverified).toEqual({ admitted: 3, checked: 0, refused: 47 });
    expect(objections.get('country-hour')).toBe(47);
    expect(costMicros).toBe(30);
  });

  it('verifies at its time what would have been sent, and nothing that would not', async () => {
    const good = Array.from({ length: 100 }, (_, index) => verified(index));
    expect((await replayPumping(good, SETTINGS)).requests.verified.admitted).toBe(100);
    const late = good.map((each) => ({ ...each, verifiedAt: NOON + 3_600_000 }));
    expect((await replayPumping(late, SETTINGS)).requests.verified.admitted).toBe(3);
  });

  it('drains nothing for a code that would have been refused', async () => {
    const bad = [0, 1, 2].map((index) => recorded(index));
    const good = [10, 20, 30, 40].map((index) => verified(index));
    const { requests } = await replayPumping([...bad, ...good], SETTINGS);
    expect(requests.unverified.admitted).toBe(3);
    expect(requests.verified).toEqual({ admitted: 0, checked: 0, refused: 4 });
  });

  it('drains a code and its resends by one verification', async () => {
    const verifiedAt = NOON + 10 * SECOND_MS;
    const sentThrice = [0, 1, 2].map((index) => recorded(index, { challenge: 'one', verifiedAt }));
    const log = [...sentThrice, ...[20, 21, 22, 23].map((index) => recorded(index))];
    const { requests } = await replayPumping(log, SETTINGS);
    expect(requests.verified.admitted).toBe(3);
    expect(requests.unverified).toEqual({ admitted: 3, checked: 0, refused: 1 });
  });

  it('lets those pass a human check who verified their code', async () => {
    const log = Array.from({ length: 20 }, (_, index) =>
      recorded(index, index === 4 ? { verifiedAt: NOON + 3_600_000 } : {}),
    );
    const { requests } = await replayPumping(log, { ...SETTINGS, check: 'offered' });
    expect(requests.verified).toEqual({ admitted: 0, checked: 1, refused: 0 });
    expect(requests.unverified).toEqual({ admitted: 3, checked: 16, refused: 0 });
  });

  it('admits numbers that were verified before, tells of each request, and may see any number of them', async () => {
    let told = 0;
    const log = Array.from({ length: 20_001 }, (_, index) => recorded(index, { standing: 'known' }));
    const { requests } = await replayPumping(log, SETTINGS, () => {
      told += 1;
    });
    expect(requests.unverified).toEqual({ admitted: 20_001, checked: 0, refused: 0 });
    expect(told).toBe(20_001);
  });
});
