import { startTestbed, type Testbed } from '@standby/testbed';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { type CountryCode, getExampleNumber, isSupportedCountry } from 'libphonenumber-js/max';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningAuth, startAuth, variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const countries = Object.keys(examples).filter((country): country is CountryCode =>
  isSupportedCountry(country),
);

const REFUSED = [
  ['empty', ''],
  ['prose', 'call me at +14155552671'],
  ['letters', '+1415FLOWERS'],
  ['an extension', '+14155552671;ext=5'],
  ['no country code', '4155552671'],
  ['too short', '+1415'],
  ['too long', `+1${'4'.repeat(20)}`],
  ['very long', `+${'1'.repeat(10_000)}`],
  ['Arabic-Indic digits', '+١٤١٥٥٥٥٢٦٧١'],
  ['a null byte', '+14155552671\u0000'],
  ['markup', '<script>alert(1)</script>'],
  ['a British landline', '+442079460000'],
  ['a French premium number', '+33899123456'],
  ['an American freephone number', '+18005550199'],
  ['a British personal number', '+447012345678'],
  ['an Inmarsat number', '+870773111632'],
  ['a GMSS number', '+881612345678'],
  ['an international premium number', '+979123456789'],
] as const;

let testbed: Testbed;
let auth: RunningAuth;
let client: SignInClient;

beforeAll(async () => {
  testbed = await startTestbed();
  auth = await startAuth(variablesFor(testbed));
  client = new SignInClient(auth.url);
});

afterAll(async () => {
  await auth.close();
  await testbed.close();
});

describe('phone numbers', () => {
  it(`of all ${countries.length} countries are accepted and sent to`, async () => {
    const numbers = countries.map((country) => getExampleNumber(country, examples)?.number ?? '');
    const refused = [];
    for (const number of numbers) {
      const { status } = await client.ask(number);
      if (status !== 202) refused.push({ number, status });
    }
    expect(refused).toEqual([]);
    expect(new Set(testbed.messages().map(({ to }) => to))).toEqual(new Set(numbers));
  });

  it.each(REFUSED)('that are %s get a clear 4xx, and nothing is sent', async (_, phoneNumber) => {
    testbed.clearMessages();
    const { status, body, headers } = await client.ask(phoneNumber);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      status,
      title: expect.stringMatching(/./),
      code: expect.stringMatching(/^[a-z-]+$/),
    });
    expect(JSON.stringify(body)).not.toMatch(/\d{7}/);
    expect(testbed.messages()).toEqual([]);
  });
});
