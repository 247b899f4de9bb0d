/** Arrows point down; see docs/architecture.md. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nobody-imports-their-own-index',
      comment: 'index.ts is for those outside the package.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/' },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'resilience-knows-no-sms',
      severity: 'error',
      from: { path: '^libs/sms/src/resilience/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/sms/src/', pathNot: '^libs/sms/src/resilience/' },
    },
    {
      name: 'message-stands-alone',
      severity: 'error',
      from: { path: '^libs/sms/src/message/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/sms/src/', pathNot: '^libs/sms/src/message/' },
    },
    {
      name: 'guard-knows-only-messages',
      severity: 'error',
      from: { path: '^libs/sms/src/guard/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/sms/src/', pathNot: '^libs/sms/src/(guard|message)/' },
    },
    {
      name: 'providers-do-not-look-up',
      severity: 'error',
      from: { path: '^libs/sms/src/providers/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/sms/src/', pathNot: '^libs/sms/src/(providers|message|resilience)/' },
    },
    {
      name: 'routing-does-not-look-up',
      severity: 'error',
      from: { path: '^libs/sms/src/routing/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/sms/src/', pathNot: '^libs/sms/src/(routing|providers|message|resilience)/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^libs/sms/src/providers/([^/]+)/' },
      to: { path: '^libs/sms/src/providers/[^/]+/', pathNot: '^libs/sms/src/providers/$1/' },
    },
    {
      name: 'only-specs-use-the-test-doubles',
      severity: 'error',
      from: { path: '^(libs|apps)/[^/]+/src/', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { path: '/testing/' },
    },
    {
      name: 'each-sdk-in-its-adapter',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot:
          '(^libs/sms/src/providers/(twilio/|aws-sns/|aws-eum/|aws-(client|credential-chain|sha256)\\.ts$)|\\.spec\\.ts$|/testing/)',
      },
      to: { path: 'node_modules/(twilio|@aws-sdk|@smithy)/' },
    },
    {
      name: 'packages-are-used-by-their-name',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^(libs|apps)/', pathNot: ['^$1/$2/', '^(libs/[^/]+/src/((testing|sql)/)?index\\.ts)$'] },
    },
    {
      name: 'libraries-know-no-application',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'applications-do-not-know-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'undeclared-dependency',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|fixtures)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
