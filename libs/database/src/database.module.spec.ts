import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { DatabaseModule } from './database.module.js';
import { DATABASE } from './open-database.js';
import type { Database } from './schema.js';

describe('DatabaseModule', () => {
  it('gives a migrated database and closes it at shutdown', async () => {
    const options = { useFactory: () => ({ url: 'sqlite::memory:' }) };
    const app = await Test.createTestingModule({ imports: [DatabaseModule.forRootAsync(options)] }).compile();
    const query = () => app.get<Database>(DATABASE).selectFrom('accounts').selectAll().execute();
    expect(await query()).toEqual([]);
    await app.close();
    await expect(query()).rejects.toThrow();
  });

  it('refuses to start on an engine it does not know', async () => {
    const app = Test.createTestingModule({ imports: [DatabaseModule.forRoot({ url: 'mysql://host/db' })] });
    await expect(app.compile()).rejects.toThrow(/DATABASE_URL/);
  });
});
