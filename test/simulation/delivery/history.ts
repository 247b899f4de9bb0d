import type { MessageAttempt } from '../../../libs/sms/src/ledger/message-attempt.js';
import type { MessageLedger } from '../../../libs/sms/src/ledger/message-ledger.js';
import type { MessageRecord } from '../../../libs/sms/src/ledger/message-record.js';
import type { Dice } from '../dice.js';
import { COUNTRIES } from '../traffic.js';

const HOUR_MS = 3_600_000;
const MESSAGES = 120;

/** Fills a ledger with what became of messages an hour ago, so that the watch has something to learn from. */
export async function teach(ledger: MessageLedger, dice: Dice, nowWallMs: number): Promise<void> {
  const medianMs = dice.magnitude(200, 20_000);
  const [deliveredShare, verifiedShare] = [dice.random(), dice.random()];
  for (let index = 0; index < MESSAGES; index += 1) {
    const createdAt = nowWallMs - HOUR_MS + index;
    const isDelivered = dice.chance(deliveredShare);
    const attempt: MessageAttempt = {
      provider: dice.pick(['first', 'second', 'third']),
      providerMessageId: `old-${index}`,
      status: isDelivered ? 'delivered' : 'sent',
      segments: 1,
      acceptedAt: createdAt,
      ...(isDelivered && { heardAfterMs: Math.round(dice.latency(medianMs)) }),
    };
    const at = createdAt + dice.latency(medianMs * 2);
    const codeOutcome = { outcome: 'verified', at, report: { state: 'none' } } as const;
    const record: MessageRecord = {
      id: `old-${index}`,
      status: attempt.status,
      purpose: 'one-time-code',
      country: dice.pick(COUNTRIES),
      segments: 1,
      route: ['first', 'second'],
      attempts: [attempt],
      watch: { state: 'off' },
      codeOutcome: dice.chance(verifiedShare) ? codeOutcome : undefined,
      createdAt,
      settleBy: createdAt,
      updatedAt: createdAt,
      contentUntil: undefined,
      dueAt: undefined,
    };
    await ledger.open(record, { to: '+447400900000', text: 'long ago' });
  }
}
