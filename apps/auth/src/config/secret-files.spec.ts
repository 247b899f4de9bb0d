import { getMetadataStorage } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { normaliseEnvironment } from './environment.js';
import { clearSecrets, readSecretFiles, SECRET_VARIABLES } from './secret-files.js';

const FILES: Readonly<Record<string, string>> = {
  '/run/secret': 'a secret\n',
  '/run/long': 'x'.repeat(70_000),
};
const read = (path: string): string => {
  const text = FILES[path];
  if (text === undefined) throw new Error(`ENOENT ${path}`);
  return text;
};

describe('readSecretFiles', () => {
  it.each(SECRET_VARIABLES)('reads %s from a file, without the line break at its end', (name) => {
    const { variables } = readSecretFiles({ PORT: '1', [`${name}_FILE`]: '/run/secret' }, read);
    expect(variables).toMatchObject({ PORT: '1', [name]: 'a secret' });
  });

  it('leaves what is given by itself as it is, and an empty name of a file out', () => {
    const { variables } = readSecretFiles({ AUTH_SECRET: 'given', AUTH_SECRET_FILE: '' }, read);
    expect(variables.AUTH_SECRET).toBe('given');
  });

  it('reads no file for what is no secret', () => {
    expect(readSecretFiles({ PORT_FILE: '/run/secret' }, read).variables).not.toHaveProperty('PORT');
  });

  it('names every file that cannot be read, and every secret that is given twice, and takes neither', () => {
    const { variables, faults } = readSecretFiles(
      {
        AUTH_SECRET_FILE: '/run/absent',
        DATABASE_URL_FILE: '/run/long',
        TWILIO_AUTH_TOKEN: 'given',
        TWILIO_AUTH_TOKEN_FILE: '/run/secret',
      },
      read,
    );
    const names = ['AUTH_SECRET', 'DATABASE_URL', 'TWILIO_AUTH_TOKEN'];
    expect(faults.map(({ variable }) => variable)).toEqual(names.map((name) => `${name}_FILE`));
    for (const name of names) expect(variables[name]).toBeUndefined();
  });
});

/** What the name of a variable that holds a secret ends with. */
const SECRET_NAME = /(SECRETS?|TOKEN|PASSWORD|(?<!SITE_)KEYS?)$/;
/** The rule of credentials, and the ids of keys, which are held to it without being secret. */
const SECRET_RULE = '$property must be one line without spaces';
const KEY_ID = /_ID$/;

/** Every variable of the settings, with the rules it is held to. */
function variablesWithRules(): { name: string; rules: readonly unknown[] }[] {
  return Object.values(normaliseEnvironment({})).flatMap((config) => {
    const metadata = getMetadataStorage().getTargetValidationMetadatas(config.constructor, '', true, false);
    const names = new Set(metadata.map(({ propertyName }) => propertyName));
    return Array.from(names, (name) => ({
      name,
      rules: metadata.filter(({ propertyName }) => propertyName === name).map(({ message }) => message),
    }));
  });
}

describe('SECRET_VARIABLES', () => {
  const known: readonly string[] = SECRET_VARIABLES;

  it('has every variable of the settings that is held to the rule of credentials, or is named for a secret', () => {
    const variables = variablesWithRules();
    expect(variables.length).toBeGreaterThan(100);
    const secret = variables.filter(
      ({ name, rules }) => SECRET_NAME.test(name) || (rules.includes(SECRET_RULE) && !KEY_ID.test(name)),
    );
    expect(secret.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('has those whose names do not tell: a URL with a password, and numbers with their codes', () => {
    expect(known).toEqual(expect.arrayContaining(['DATABASE_URL', 'AUTH_TEST_NUMBERS']));
  });

  it('has no variable that there is none of', () => {
    const names = variablesWithRules().map(({ name }) => name);
    expect(known.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('clearSecrets', () => {
  it('leaves of the secrets those alone that the AWS SDK looks for by itself', () => {
    const secrets = SECRET_VARIABLES.map((name) => [name, 'a secret'] as const);
    const environment: Record<string, string> = { PATH: '/bin', ...Object.fromEntries(secrets) };
    clearSecrets(environment);
    expect(Object.keys(environment).toSorted()).toEqual([
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'PATH',
    ]);
  });
});
