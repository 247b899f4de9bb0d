import { SettingFields } from '../admin/setting-fields.js';
import { EUM_EVENTS } from './eum-event.js';
import type { SignatureVersion } from './topic-authority.js';

/** What the topic tells of the messages End User Messaging takes from now on, and how badly. */
export interface TopicSettings {
  /** The HTTP endpoint that is subscribed; empty: none. */
  readonly url: string;
  readonly signatureVersion: SignatureVersion;
  /** The last event about a message. */
  readonly event: string;
  /** The last event for single recipients, in E.164. */
  readonly byNumber: Readonly<Record<string, string>>;
  /** How long after the message its events are sent, in ms. */
  readonly delayMs: number;
  /** Share of notifications that are never sent. */
  readonly lostShare: number;
  /** Share of notifications that are sent twice. */
  readonly doubledShare: number;
  /** Share of messages whose events come in reverse. */
  readonly reorderedShare: number;
  /** Share of messages whose last event says the opposite. */
  readonly lyingShare: number;
  /** Pause before a notification that was answered by 5xx, or not at all, is sent again, in ms; three times at most. */
  readonly retryDelayMs: number;
}

export const DEFAULT_TOPIC: TopicSettings = {
  url: '',
  signatureVersion: '2',
  event: 'TEXT_DELIVERED',
  byNumber: {},
  delayMs: 0,
  lostShare: 0,
  doubledShare: 0,
  reorderedShare: 0,
  lyingShare: 0,
  retryDelayMs: 20_000,
};

/** A day. */
const LONGEST_MS = 86_400_000;

/** @throws {InvalidRequestError} when a field is not one of the settings', or its value cannot be. */
export function topicSettingsOf(body: unknown, now: TopicSettings): TopicSettings {
  const fields = new SettingFields(body);
  const settings: TopicSettings = {
    url: fields.httpUrl('url', now.url),
    signatureVersion: fields.oneOf('signatureVersion', now.signatureVersion, ['1', '2']),
    event: fields.oneOf('event', now.event, EUM_EVENTS),
    byNumber: fields.byNumber('byNumber', now.byNumber, EUM_EVENTS),
    delayMs: fields.whole('delayMs', now.delayMs, 0, LONGEST_MS),
    lostShare: fields.share('lostShare', now.lostShare),
    doubledShare: fields.share('doubledShare', now.doubledShare),
    reorderedShare: fields.share('reorderedShare', now.reorderedShare),
    lyingShare: fields.share('lyingShare', now.lyingShare),
    retryDelayMs: fields.whole('retryDelayMs', now.retryDelayMs, 0, LONGEST_MS),
  };
  fields.assertNoOthers();
  return settings;
}
