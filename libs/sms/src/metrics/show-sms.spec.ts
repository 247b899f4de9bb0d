import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Registry } from '@prometheus-io/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { SmsHealthIndicator } from '../health/sms.health.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { SmsModule } from '../sms.module.js';
import { SmsService } from '../sms.service.js';
import { showSmsOn } from './show-sms.js';

Logger.overrideLogger(false);

let registry: Registry;
let first: MockProvider;
let sms: SmsService;
let events: SmsEvents;

beforeEach(async () => {
  registry = new Registry();
  first = new MockProvider('first');
  const module = await Test.createTestingModule({
    imports: [
      SmsModule.forRoot({
        order: ['first', 'second'],
        providers: [first, new MockProvider('second')],
        environment: 'test',
        failover: { consecutiveFailures: 1 },
      }),
    ],
  }).compile();
  sms = module.get(SmsService);
  events = module.get(SmsEvents);
  showSmsOn(registry, events, module.get(SmsHealthIndicator));
});

const linesOf = async () => (await registry.metrics()).split('\n');
/** Samples that are not 0, without the times, which are those of this machine. */
const samples = async () =>
  (await linesOf()).filter((line) => line !== '' && !/^#| 0$|_bucket|_sum/.test(line)).toSorted();

const ABOUT = { messageId: 'message', country: 'GB', purpose: 'one-time-code' } as const;

/** An event of each type, and what shows that it was counted. */
const COUNTED: { readonly [T in SmsEvent['type']]: readonly [SmsEvent & { type: T }, string] } = {
  'attempt-ended': [
    { type: 'attempt-ended', ...ABOUT, provider: 'own', outcome: 'throttled', tookMs: 120 },
    'standby_sms_attempt_duration_seconds_bucket{le="0.25",provider="own",outcome="throttled"} 1',
  ],
  'message-accepted': [
    { type: 'message-accepted', ...ABOUT, provider: 'own', segments: 2, attempts: 1, tookMs: 90 },
    'standby_sms_segments_total{provider="own",country="GB"} 2',
  ],
  'message-undeliverable': [
    { type: 'message-undeliverable', ...ABOUT, kind: 'opted-out', maybeSent: false, tookMs: 90 },
    'standby_sms_sends_total{purpose="one-time-code",country="GB",outcome="opted-out"} 1',
  ],
  'message-status-changed': [
    { type: 'message-status-changed', ...ABOUT, from: 'accepted', to: 'delivered' },
    'standby_sms_status_changes_total{country="GB",to="delivered"} 1',
  ],
  'message-resent': [
    { type: 'message-resent', ...ABOUT, cause: 'silent', provider: 'own' },
    'standby_sms_resends_total{cause="silent",outcome="resent"} 1',
  ],
  'message-not-resent': [
    { type: 'message-not-resent', ...ABOUT, cause: 'failed', why: 'no-budget' },
    'standby_sms_resends_total{cause="failed",outcome="no-budget"} 1',
  ],
  'outcome-recorded': [
    { type: 'outcome-recorded', ...ABOUT, outcome: 'verified', afterMs: 14_000, provider: 'own' },
    'standby_sms_code_verified_seconds_bucket{le="15",provider="own"} 1',
  ],
  'outcome-not-reported': [
    { type: 'outcome-not-reported', ...ABOUT, provider: 'own', kind: 'unavailable' },
    'standby_sms_outcomes_not_reported_total{provider="own",kind="unavailable"} 1',
  ],
  'circuit-changed': [
    { type: 'circuit-changed', provider: 'own', from: 'closed', to: 'open', by: 'itself', country: 'GB' },
    'standby_sms_circuit_changes_total{provider="own",scope="country",to="open",by="itself"} 1',
  ],
  'attention-needed': [
    { type: 'attention-needed', provider: 'own', kind: 'misconfigured', code: '20003', messageId: 'message' },
    'standby_sms_attention_needed_total{provider="own",kind="misconfigured"} 1',
  ],
  'receipt-unmatched': [
    { type: 'receipt-unmatched', provider: 'own', providerMessageId: 'theirs' },
    'standby_sms_receipts_unused_total{provider="own",reason="unmatched"} 1',
  ],
  'receipt-not-understood': [
    { type: 'receipt-not-understood', provider: 'own', providerMessageId: 'theirs', code: 'odd' },
    'standby_sms_receipts_unused_total{provider="own",reason="not-understood"} 1',
  ],
  'receipt-refused': [
    { type: 'receipt-refused', provider: 'own', refusal: 'bad-signature' },
    'standby_sms_receipts_unused_total{provider="own",reason="bad-signature"} 1',
  ],
  'delivery-logs-unread': [
    { type: 'delivery-logs-unread', provider: 'own', trouble: 'refused' },
    'standby_sms_delivery_logs_unread_total{provider="own",trouble="refused"} 1',
  ],
  'ledger-unavailable': [
    { type: 'ledger-unavailable', messageId: 'message', step: 'settle' },
    'standby_sms_ledger_failures_total{step="settle"} 1',
  ],
};

describe('what Prometheus is shown', () => {
  it.each(Object.entries(COUNTED))('counts %s', async (_type, [event, line]) => {
    expect(await linesOf()).not.toContain(line);
    events.tell(event);
    expect(await linesOf()).toContain(line);
  });

  it('tells of a send that another provider had to carry, and how the providers stand', async () => {
    first.failNext('unavailable');
    const { id } = await sms.send({ to: '+447400123456', text: 'Hello' });
    expect(await samples()).toEqual([
      'standby_sms_accepted_total{provider="second",country="GB"} 1',
      'standby_sms_attempt_duration_seconds_count{provider="first",outcome="unavailable"} 1',
      'standby_sms_attempt_duration_seconds_count{provider="second",outcome="accepted"} 1',
      'standby_sms_circuit_changes_total{provider="first",scope="country",to="open",by="itself"} 1',
      'standby_sms_circuit_changes_total{provider="first",scope="provider",to="open",by="itself"} 1',
      'standby_sms_circuit_open_countries{provider="first"} 1',
      'standby_sms_circuit_state{provider="first",state="open"} 1',
      'standby_sms_circuit_state{provider="second",state="closed"} 1',
      'standby_sms_segments_total{provider="second",country="GB"} 1',
      'standby_sms_send_duration_seconds_count{purpose="notification",outcome="accepted"} 1',
      'standby_sms_sends_total{purpose="notification",country="GB",outcome="accepted"} 1',
    ]);
    const shown = await registry.metrics();
    expect(shown).not.toContain('7400123456');
    expect(shown).not.toContain(id);
  });
});
