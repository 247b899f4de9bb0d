import { CODE_LANGUAGES, codeTextFaultsOf, roomFor } from '@standby/sms';

/** A name and a host of usual length, and the longest life a code may have. */
const USUAL = { appName: 'Standby', expiresInSeconds: 3_600 };
const TEMPLATES = {
  plain: USUAL,
  'with @host #code': { ...USUAL, originHost: 'signin.example-a.com' },
  'with an app hash': { ...USUAL, androidAppHash: 'FA+9qCX9VSu' },
};

console.log('Characters that name and host may have together for a code to fit one segment:\n');
console.log(['language', ...Object.keys(TEMPLATES)].join('\t'));
for (const language of CODE_LANGUAGES)
  console.log([language, ...Object.values(TEMPLATES).map((draft) => roomFor(language, draft))].join('\t\t'));

const faults = Object.values(TEMPLATES).flatMap(codeTextFaultsOf);
for (const fault of faults) console.error(JSON.stringify(fault));
console.log(`\n${faults.length === 0 ? 'Every text fits, and ends as it should.' : 'Not every text fits.'}`);
process.exitCode = faults.length === 0 ? 0 : 1;
