import 'reflect-metadata';
import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import { AppConfig, hostOf } from './app.config.js';
import type { BootSignals } from './boot-signals.js';
import { EnvironmentError } from './config/environment-error.js';
import { clearSecrets } from './config/secret-files.js';
import { createApp } from './create-app.js';

/**
 * Serves until the process is told to end. A signal of the boot ends it with 0 as soon as what was opened is closed,
 * before it listens.
 */
export async function serve(signals: BootSignals): Promise<void> {
  if (await signals.haveCome()) return process.exit(0);
  try {
    // A diagnostic report, and whatever this process may start, has no use for secrets.
    process.report.excludeEnv = true;
    const app = await createApp({ ...process.env });
    clearSecrets(process.env);
    if (await signals.haveCome()) {
      // Without the grace of a signal: no load balancer was told that it is ready.
      await app.close();
      return process.exit(0);
    }
    // Of the whole process, which is this application's here.
    collectDefaultMetrics({ register: app.get(Registry) });
    const config = app.get(AppConfig);
    await app.listen(config.PORT, hostOf(config));
    // Leaving by process.exit says "0" to whoever sent the signal: the shutdown was complete.
    app.enableShutdownHooks([], { useProcessExit: true });
    signals.handOver();
    console.log(`${config.APP_NAME} sign-in listens on ${await app.getUrl()}`);
  } catch (error) {
    // The trace of an EnvironmentError leads to this code; what matters is which variable to set.
    console.error(error instanceof EnvironmentError ? error.message : error);
    process.exit((await signals.haveCome()) ? 0 : 1);
  }
}
