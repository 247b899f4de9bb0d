import { describeOnEachDatabase } from '@standby/database/testing';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunningAuth, startAuth, variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const PATIENCE = { timeout: 15_000 };

/** Numbers nobody asked for before, one a call. */
function* freshNumbers(): Generator<string> {
  for (let index = 0; index < 1000; index += 1) yield `+44740012${3000 + index}`;
}

/** A provider's entry in the health of an instance. */
async function standingOf({ url }: RunningAuth, provider: string) {
  const { body } = await new SignInClient(url).get('/health');
  const { [provider]: entry } = Object(body.details);
  return Object(entry);
}

describeOnEachDatabase('Three instances, started at once on an empty database,', (database) => {
  let testbed: Testbed;
  let instances: RunningAuth[];
  let numbers: Generator<string>;

  const start = async (variables: Readonly<Record<string, string>> = {}) => {
    const settings = { ...variablesFor(testbed), DATABASE_URL: database().url, ...variables };
    instances = await Promise.all([1, 2, 3].map(() => startAuth(settings)));
  };
  const ask = async (instance: RunningAuth) => {
    const { status } = await new SignInClient(instance.url).ask(numbers.next().value);
    expect(status).toBe(202);
  };
  const askAll = () => Promise.all(instances.map(ask));
  const breakersOf = (provider: string) =>
    Promise.all(instances.map(async (instance) => (await standingOf(instance, provider)).breaker));

  const verdictsOnTwilio = () =>
    Promise.all(instances.map(async (instance) => (await standingOf(instance, 'twilio')).lastProbe?.verdict));

  beforeEach(async () => {
    testbed = await startTestbed();
    numbers = freshNumbers();
  });

  afterEach(async () => {
    await Promise.all(instances.map((instance) => instance.close()));
    await testbed.close();
  });

  it('leave alone whom one of them has found failing, without having asked it once', async () => {
    await start();
    await testbed.setFault('twilio', { fault: 'error-code', code: 20003 });
    const [first] = instances;
    if (first !== undefined) await ask(first);
    await expect.poll(() => breakersOf('twilio'), PATIENCE).toEqual(['open', 'open', 'open']);
    const { received } = testbed.requests('twilio');
    await askAll();
    expect(testbed.requests('twilio').received).toBe(received);
  });

  it('all use it again when the probe of one succeeds, and ask it once for that', async () => {
    await start({ SMS_FAILOVER_TIMEOUT_SECS: '3' });
    await testbed.setFault('twilio', { fault: 'error-code', code: 20003 });
    const [first] = instances;
    if (first !== undefined) await ask(first);
    await expect.poll(() => breakersOf('twilio'), PATIENCE).toEqual(['open', 'open', 'open']);
    await testbed.setFault('twilio', { fault: 'healthy' });
    const { received } = testbed.requests('twilio');
    await expect
      .poll(async () => {
        if (testbed.requests('twilio').received === received) await askAll();
        return breakersOf('twilio');
      }, PATIENCE)
      .toEqual(['closed', 'closed', 'closed']);
    expect(testbed.requests('twilio').received).toBe(received + 1);
  });

  it('ask a provider how it stands once among them, and all show the answer', async () => {
    await start({ SMS_PROBE_INTERVAL_SECS: '60' });
    await expect.poll(verdictsOnTwilio, PATIENCE).toEqual(['ready', 'ready', 'ready']);
    const questions = testbed.requests('twilio').received;
    expect(questions).toBeGreaterThan(0);
    expect(questions).toBeLessThanOrEqual(2);
  });
});
