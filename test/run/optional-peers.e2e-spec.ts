import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

const { peerDependenciesMeta: peers }: Manifest = JSON.parse(
  readFileSync(new URL('../../libs/sms/package.json', import.meta.url), 'utf8'),
);

/** Loads the library where `peer` is not installed. */
const scriptWithout = (peer: string) => `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === '${peer}' || specifier.startsWith('${peer}/')) throw new Error('not installed');
      return next(specifier, context);
    },
  });
  await import('@standby/sms');
  console.log('loaded');
`;

describe('@standby/sms', () => {
  it.each(Object.keys(peers))('loads without %s, which it says is optional', (peer) => {
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', scriptWithout(peer)], {
      encoding: 'utf8',
    });
    expect(answer.trim()).toBe('loaded');
  });
});
