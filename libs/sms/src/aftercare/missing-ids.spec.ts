import { describe, expect, it } from 'vitest';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { recordOf } from '../testing/record-of.js';
import { afterFoundIds, missingIdsOf } from './missing-ids.js';

const NOW = 60_000;
const WITHOUT_ID: MessageAttempt = {
  provider: 'first',
  status: 'accepted',
  reason: 'first-choice',
  tookMs: 12,
  segments: 1,
  acceptedAt: 1000,
};
const OTHER: MessageAttempt = { ...WITHOUT_ID, provider: 'second', providerMessageId: 'second-1' };
const RECORD = recordOf({ attempts: [OTHER, WITHOUT_ID], createdAt: 900 });
const FOUND = { provider: 'first', providerMessageId: 'first-1' };
const after = (change: Partial<MessageRecord> = {}) => afterFoundIds([FOUND], NOW)({ ...RECORD, ...change });

describe('a missing id', () => {
  it('is looked for at those who took the message under it, from when it was sent', () => {
    const refused: MessageAttempt = { ...WITHOUT_ID, provider: 'third', status: 'failed' };
    expect(missingIdsOf({ ...RECORD, attempts: [...RECORD.attempts, refused] })).toEqual({
      messageId: 'm',
      providers: ['first'],
      since: 900,
      known: ['second-1'],
    });
  });

  it('that is found is taken in, all else of the attempt stays, the text goes, and the message is due', () => {
    expect(after()).toEqual({
      ...RECORD,
      attempts: [OTHER, { ...WITHOUT_ID, providerMessageId: 'first-1' }],
      updatedAt: NOW,
      contentUntil: undefined,
      dueAt: NOW,
    });
  });

  it('that is known by now changes nothing', () => {
    expect(after({ attempts: [{ ...WITHOUT_ID, providerMessageId: 'first-1' }] })).toBeUndefined();
    expect(
      after({ attempts: [{ ...WITHOUT_ID, providerMessageId: 'first-1' }, WITHOUT_ID] }),
    ).toBeUndefined();
    expect(after({ attempts: [OTHER] })).toBeUndefined();
  });

  it('is given to one copy alone', () => {
    const named = { ...WITHOUT_ID, providerMessageId: 'first-1' };
    expect(after({ attempts: [WITHOUT_ID, { ...WITHOUT_ID }] })?.attempts).toEqual([named, WITHOUT_ID]);
  });

  it('lets a silence that was over begin anew, and no other', () => {
    const silent = { state: 'armed', silentAt: 45_900 } as const;
    expect(after({ watch: silent })?.watch).toEqual({ state: 'armed', silentAt: NOW + 45_000 });
    const patient = { state: 'armed', silentAt: NOW + 1 } as const;
    expect(after({ watch: patient })?.watch).toEqual(patient);
    const blind = { state: 'armed', silentAt: undefined } as const;
    expect(after({ watch: blind })?.watch).toEqual(blind);
  });
});
