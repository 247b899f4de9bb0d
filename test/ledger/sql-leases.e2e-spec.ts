import { describeOnEachDatabase } from '@standby/database/testing';
import { leaseClaim } from '@standby/sms';
import { SqlLeases } from '@standby/sms/sql';
import { describeLeases } from '@standby/sms/testing';
import { expect, it } from 'vitest';

describeOnEachDatabase('SqlLeases', (database) => {
  describeLeases('SqlLeases', async () => new SqlLeases(await database().open()));

  it('remember who has them, and what was noted, when the process ends', async () => {
    const before = new SqlLeases(await database().open());
    await before.take('reader', leaseClaim('one', 0, 100));
    await before.note('reader', 'one', 'page 1');
    await database().close();
    const after = new SqlLeases(await database().open());
    expect(await after.take('reader', leaseClaim('two', 99, 101))).toEqual({
      lease: 'held',
      note: 'page 1',
    });
    expect(await after.take('reader', leaseClaim('two', 100, 100))).toEqual({
      lease: 'taken',
      note: 'page 1',
    });
  });
});
