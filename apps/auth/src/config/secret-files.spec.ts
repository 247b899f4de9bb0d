import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from './environment-error.js';
import { SECRET_VARIABLES, withSecretFiles } from './secret-files.js';

const FILES: Readonly<Record<string, string>> = {
  '/run/secret': 'a secret\n',
  '/run/long': 'x'.repeat(70_000),
};
const read = (path: string): string => {
  const text = FILES[path];
  if (text === undefined) throw new Error(`ENOENT ${path}`);
  return text;
};
const refused = (variables: Record<string, string>): string[] => {
  try {
    withSecretFiles(variables, read);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.faults.map(({ variable }) => variable);
  }
};

describe('withSecretFiles', () => {
  it.each(SECRET_VARIABLES)('reads %s from a file, without the line break at its end', (name) => {
    expect(withSecretFiles({ PORT: '1', [`${name}_FILE`]: '/run/secret' }, read)).toMatchObject({
      PORT: '1',
      [name]: 'a secret',
    });
  });

  it('knows every variable that is called a secret, a token or a key', () => {
    const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8');
    const names = example.match(/^(?:# )?[A-Z_]+(?:_SECRETS?|_TOKEN|_KEYS|_SECRET_ACCESS_KEY)(?==)/gm) ?? [];
    expect(SECRET_VARIABLES).toEqual(expect.arrayContaining(names.map((name) => name.replace('# ', ''))));
    expect(names.length).toBeGreaterThan(10);
  });

  it('leaves what is given by itself as it is, and an empty name of a file out', () => {
    expect(withSecretFiles({ AUTH_SECRET: 'given', AUTH_SECRET_FILE: '' }, read).AUTH_SECRET).toBe('given');
  });

  it('reads no file for what is no secret', () => {
    expect(withSecretFiles({ PORT_FILE: '/run/secret' }, read)).not.toHaveProperty('PORT');
  });

  it('names every file that cannot be read, and every secret that is given twice', () => {
    expect(
      refused({
        AUTH_SECRET_FILE: '/run/absent',
        DATABASE_URL_FILE: '/run/long',
        TWILIO_AUTH_TOKEN: 'given',
        TWILIO_AUTH_TOKEN_FILE: '/run/secret',
      }),
    ).toEqual(['AUTH_SECRET_FILE', 'DATABASE_URL_FILE', 'TWILIO_AUTH_TOKEN_FILE']);
  });
});
