import { describeOnEachDatabase } from '@standby/database/testing';
import { SqlLeases } from '@standby/sms/sql';
import { describeLeases } from '@standby/sms/testing';
import { expect, it } from 'vitest';

describeOnEachDatabase('SqlLeases', (database) => {
  describeLeases('SqlLeases', async () => new SqlLeases(await database().open()));

  it('remember who has them, and what was noted, when the process ends', async () => {
    const before = new SqlLeases(await database().open());
    await before.take('reader', { holder: 'one', now: 0, endsAt: 100 });
    await before.note('reader', 'one', 'page 1');
    await database().close();
    const after = new SqlLeases(await database().open());
    expect(await after.take('reader', { holder: 'two', now: 99, endsAt: 200 })).toEqual({
      lease: 'held',
      note: 'page 1',
    });
    expect(await after.take('reader', { holder: 'two', now: 100, endsAt: 200 })).toEqual({
      lease: 'taken',
      note: 'page 1',
    });
  });
});
