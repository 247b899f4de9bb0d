import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    env: { LOG_LEVEL: 'silent' },
    // Most of them wait for something; more would be in the way of those that race.
    maxWorkers: 2,
    globalSetup: './test/database/postgres-desk.ts',
    reporters: ['default', './tools/summary-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['{apps,libs}/*/src/**/*.spec.ts'] } },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/**/*.e2e-spec.ts'], testTimeout: 30_000, hookTimeout: 30_000 },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
      exclude: ['**/*.spec.ts', '**/main.ts', '**/index.ts'],
      thresholds: { lines: 80, functions: 80, statements: 80 },
    },
  },
});
