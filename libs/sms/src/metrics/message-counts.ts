import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type {
  MessageAccepted,
  MessageUndeliverable,
  OutcomeRecorded,
  SmsEvent,
} from '../events/sms.events.js';
import type { Purpose } from '../message/outbound-message.js';

/** Upper bounds of the time to an answer, in seconds: as finely as a person notices, up to the longest deadline. */
const ANSWER_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30];
/** Upper bounds of the time to a proven code, in seconds, up to the longest life of one. */
const CODE_SECONDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];

const MS_A_SECOND = 1000;

/** What is about one message and its way. */
export type MessageNews = Extract<SmsEvent, { readonly purpose: Purpose }>;

/** Counts what becomes of messages, and of the calls made for them. */
export class MessageCounts {
  readonly #instruments: ReturnType<typeof instrumentsOn>;

  constructor(registry: Registry) {
    this.#instruments = instrumentsOn(registry);
  }

  count(event: MessageNews): void {
    const { attempts, acceptances, segments, statuses, resends, reports } = this.#instruments;
    switch (event.type) {
      case 'attempt-ended': {
        const { provider, outcome, tookMs } = event;
        attempts.observe({ provider, outcome }, tookMs / MS_A_SECOND);
        break;
      }
      case 'message-accepted': {
        const { provider, country } = event;
        acceptances.inc({ provider, country });
        segments.inc({ provider, country }, event.segments);
        this.#countSend(event, 'accepted');
        break;
      }
      case 'message-undeliverable':
        this.#countSend(event, event.kind);
        break;
      case 'message-status-changed':
        statuses.inc({ country: event.country, to: event.to });
        break;
      case 'message-resent':
        resends.inc({ cause: event.cause, outcome: 'resent' });
        break;
      case 'message-not-resent':
        resends.inc({ cause: event.cause, outcome: event.why });
        break;
      case 'outcome-recorded':
        this.#countCode(event);
        break;
      case 'outcome-not-reported':
        reports.inc({ provider: event.provider, kind: event.kind });
        break;
    }
  }

  #countSend({ purpose, country, tookMs }: MessageAccepted | MessageUndeliverable, outcome: string): void {
    this.#instruments.sends.inc({ purpose, country, outcome });
    this.#instruments.sendTimes.observe({ purpose, outcome }, tookMs / MS_A_SECOND);
  }

  #countCode({ provider = 'none', country, outcome, afterMs }: OutcomeRecorded): void {
    this.#instruments.codes.inc({ provider, country, outcome });
    if (outcome === 'verified') this.#instruments.codeTimes.observe({ provider }, afterMs / MS_A_SECOND);
  }
}

function instrumentsOn(registry: Registry) {
  const registers = [registry];
  return {
    attempts: new Histogram({
      name: 'standby_sms_attempt_duration_seconds',
      help: 'Time from a call to a provider to its end.',
      labelNames: ['provider', 'outcome'],
      buckets: ANSWER_SECONDS,
      registers,
    }),
    sends: new Counter({
      name: 'standby_sms_sends_total',
      help: 'Sends that ended; outcome is accepted, or why not.',
      labelNames: ['purpose', 'country', 'outcome'],
      registers,
    }),
    sendTimes: new Histogram({
      name: 'standby_sms_send_duration_seconds',
      help: 'Time from a request to its outcome, whoever was asked meanwhile.',
      labelNames: ['purpose', 'outcome'],
      buckets: ANSWER_SECONDS,
      registers,
    }),
    acceptances: new Counter({
      name: 'standby_sms_accepted_total',
      help: 'Messages by the provider that took charge of them.',
      labelNames: ['provider', 'country'],
      registers,
    }),
    segments: new Counter({
      name: 'standby_sms_segments_total',
      help: 'Segments of the messages that a provider took charge of: what it bills.',
      labelNames: ['provider', 'country'],
      registers,
    }),
    statuses: new Counter({
      name: 'standby_sms_status_changes_total',
      help: 'What receipts, polls and searches told of messages afterwards.',
      labelNames: ['country', 'to'],
      registers,
    }),
    resends: new Counter({
      name: 'standby_sms_resends_total',
      help: 'Codes that were accepted and did not arrive; outcome is resent, or why not.',
      labelNames: ['cause', 'outcome'],
      registers,
    }),
    codes: new Counter({
      name: 'standby_sms_codes_total',
      help: 'What came of codes, by the provider that took them last; none where nobody is known to have.',
      labelNames: ['provider', 'country', 'outcome'],
      registers,
    }),
    codeTimes: new Histogram({
      name: 'standby_sms_code_verified_seconds',
      help: 'Time from the request of a code to its proof.',
      labelNames: ['provider'],
      buckets: CODE_SECONDS,
      registers,
    }),
    reports: new Counter({
      name: 'standby_sms_outcomes_not_reported_total',
      help: 'Outcomes of codes that a provider wants to know and could not be told.',
      labelNames: ['provider', 'kind'],
      registers,
    }),
  };
}
