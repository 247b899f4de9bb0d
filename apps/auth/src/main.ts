import 'reflect-metadata';
import { AppConfig, hostOf } from './app.config.js';
import { EnvironmentError } from './config/environment-error.js';
import { SECRET_VARIABLES } from './config/secret-files.js';
import { createApp } from './create-app.js';

try {
  // A diagnostic report, and whatever this process may start, has no use for secrets.
  process.report.excludeEnv = true;
  const app = await createApp({ ...process.env });
  // The AWS SDK looks for its own in the environment, and not only at first.
  for (const name of SECRET_VARIABLES) if (!name.startsWith('AWS_')) delete process.env[name];
  // Leaving by process.exit says "0" to whoever sent the signal: the shutdown was complete.
  app.enableShutdownHooks([], { useProcessExit: true });
  const config = app.get(AppConfig);
  await app.listen(config.PORT, hostOf(config));
  console.log(`${config.APP_NAME} sign-in listens on ${await app.getUrl()}`);
} catch (error) {
  // The trace of an EnvironmentError leads to this code; what matters is which variable to set.
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exit(1);
}
