import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Looks for known weaknesses in what the project depends on, and for packages that nothing proves.
// `AUDIT=required` fails, too, where the registry has no advisories to look in.

const ROOT = join(import.meta.dirname, '..');
const LEVELS = ['high', 'critical'];

const unproven = packagesWithoutProof();
if (unproven.length > 0) fail(`no SHA-512 stands in package-lock.json for: ${unproven.join(', ')}`);
const audit = spawnSync('npm', ['audit', '--json'], { cwd: ROOT, encoding: 'utf8' });
const { vulnerabilities } = parse(audit.stdout);
if (vulnerabilities !== undefined) {
  const found = Object.entries(vulnerabilities).filter(([, { severity }]) => LEVELS.includes(severity));
  if (found.length > 0) fail(found.map(([name, { severity }]) => `${name} (${severity})`).join(', '));
  console.log('audit: no known weakness of high or critical severity');
} else if (process.env.AUDIT === 'required') fail('the registry has no advisories to look in');
else
  console.log('audit: NOT looked up, the registry has no advisories; every package is proven by its SHA-512');

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly link?: boolean }>>;
}

interface Report {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
}

function packagesWithoutProof(): string[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([, { integrity, link }]) => link !== true && !integrity?.startsWith('sha512-'))
    .map(([path]) => path);
}

function parse(text: string): Report {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function fail(reason: string): never {
  console.error(`audit: ${reason}`);
  process.exit(1);
}
