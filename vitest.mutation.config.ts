import { defineConfig } from 'vitest/config';

/** The unit specs of what is mutated, and nothing that needs a socket. */
export default defineConfig({
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    env: { LOG_LEVEL: 'silent' },
    include: [
      'libs/sms/src/{resilience,routing,testing}/**/*.spec.ts',
      'libs/sms/src/providers/{handling,provider-*}.spec.ts',
      'libs/sms/src/providers/guarded-provider*.spec.ts',
    ],
  },
});
