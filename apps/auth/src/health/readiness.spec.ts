import { describe, expect, it } from 'vitest';
import { AppConfig } from '../app.config.js';
import { startAuthApp } from '../testing/auth-app.js';
import { Readiness } from './readiness.js';

describe('Readiness', () => {
  it('fails the ready check as soon as the shutdown begins, while the rest still answers', async () => {
    const auth = await startAuthApp();
    auth.app.get(Readiness).onModuleDestroy();
    const ready = await auth.call('GET', '/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { error: { readiness: { status: 'down' } } } });
    expect((await auth.call('GET', '/health/live')).status).toBe(200);
    await auth.app.close();
  });

  it('does not hold up a shutdown that no signal asked for', async () => {
    const readiness = new Readiness(Object.assign(new AppConfig(), { SHUTDOWN_GRACE_MS: 60_000 }));
    await expect(readiness.beforeApplicationShutdown()).resolves.toBeUndefined();
  });
});
