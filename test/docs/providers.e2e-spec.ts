import { HANDLING } from '@standby/sms';
import { describe, expect, it } from 'vitest';
import { kindOfRefusal as kindOfEumRefusal } from '../../libs/sms/src/providers/aws-eum/aws-eum.errors.js';
import { kindOfRefusal as kindOfSnsRefusal } from '../../libs/sms/src/providers/aws-sns/aws-sns.errors.js';
import { kindOfMessageError, kindOfRefusal } from '../../libs/sms/src/providers/twilio/twilio.errors.js';
import { readPage, rowsOf, sectionOf } from './page.js';

const PAGE = readPage('docs/providers.md');

/** Codes and their kinds, from the table of codes under a heading. */
function kindsOfCodesUnder(heading: string): [string, string][] {
  const rows = rowsOf(sectionOf(PAGE, heading)).filter(([kind = '']) => Object.hasOwn(HANDLING, kind));
  return rows.flatMap(([kind = '', codes = '']) =>
    codes.split(' ').map((code): [string, string] => [code, kind]),
  );
}

describe('docs/providers.md', () => {
  it('has every Twilio code the adapter knows, under its kind', () => {
    const fiveDigits = Array.from({ length: 90_000 }, (_, index) => 10_000 + index);
    // Of an unknown code the two have different things to say.
    const known = fiveDigits.filter((code) => kindOfRefusal(400, code) === kindOfMessageError(code));
    expect(Object.fromEntries(kindsOfCodesUnder('## Twilio'))).toEqual(
      Object.fromEntries(known.map((code) => [code, kindOfMessageError(code)])),
    );
  });

  it.each(kindsOfCodesUnder('## AWS SNS'))('has the SNS code %s under its kind, %s', (code, kind) => {
    expect([200, 400, 500].map((status) => kindOfSnsRefusal(status, code))).toEqual([kind, kind, kind]);
  });

  const eum = kindsOfCodesUnder('## AWS End User Messaging');
  it.each(eum)('has the End User Messaging code %s under its kind, %s', (code, kind) => {
    const error = /^[A-Z_]+$/.test(code) ? { exception: '', reason: code } : { exception: code };
    const kinds = [200, 400, 500].map((status) => kindOfEumRefusal(status, error));
    expect(kinds).toEqual([kind, kind, kind]);
  });
});
