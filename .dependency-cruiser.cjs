/** What each folder of `libs/sms/src` may import, beside itself. */
const ROOMS = {
  resilience: [],
  message: [],
  guard: ['message'],
  providers: ['message', 'resilience'],
  routing: ['providers', 'message', 'resilience'],
  ledger: ['events', 'routing', 'providers', 'message', 'resilience'],
  watch: ['events', 'ledger', 'routing', 'providers', 'message', 'resilience'],
  aftercare: ['events', 'watch', 'ledger', 'routing', 'providers', 'message', 'resilience'],
  receipts: ['events', 'aftercare', 'watch', 'ledger', 'providers', 'resilience', 'sms.options.ts'],
  sharing: ['events', 'providers', 'resilience'],
  health: ['sharing', 'providers', 'resilience'],
  sql: ['sharing', 'ledger', 'routing', 'providers', 'message', 'resilience'],
  metrics: ['events', 'health', 'providers', 'message', 'resilience'],
  // Names what happens in these.
  events: ['ledger', 'providers', 'message'],
};

function looksDown([room, below]) {
  const known = [room, ...below, 'json-guards.ts'].join('|').replaceAll('.', '\\.');
  return {
    name: 'rooms-look-down',
    severity: 'error',
    from: { path: `^libs/sms/src/${room}/`, pathNot: '\\.spec\\.ts$' },
    to: { path: '^libs/sms/src/', pathNot: `^libs/sms/src/(${known})(/|$)` },
  };
}

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
    ...Object.entries(ROOMS).map(looksDown),
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
      name: 'twilio-in-its-adapter',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '(^libs/sms/src/providers/twilio/|\\.spec\\.ts$|/testing/)' },
      to: { path: 'node_modules/twilio/' },
    },
    {
      name: 'aws-in-its-adapters',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '(^libs/sms/src/providers/aws-|\\.spec\\.ts$|/testing/)' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'packages-are-used-by-their-name',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: {
        path: '^(libs|apps)/',
        pathNot: ['^$1/$2/', '^(libs/[^/]+/src/((testing|sql|metrics)/)?index\\.ts)$'],
      },
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
