import { SettingFields } from '../admin/setting-fields.js';
import { BY_PHONE } from './log-entry.js';

/** What the delivery logs say of the messages SNS takes from now on. */
export interface DeliveryLogSettings {
  /** The `providerResponse`; those that begin with "Message has been accepted" are successes. */
  readonly response: string;
  /** Share of messages that get `failureResponse` in its place. */
  readonly failureShare: number;
  readonly failureResponse: string;
  /** The `providerResponse` for single recipients, in E.164; wins over the share. */
  readonly byNumber: Readonly<Record<string, string>>;
  /** How long after the message the entry is written, in ms. */
  readonly delayMs: number;
  /** Share of entries that are never written. */
  readonly lostShare: number;
  /** Share of entries that are written twice, under two ids. */
  readonly doubledShare: number;
  /** Share of messages of which the log says after the last word that the carrier took them. */
  readonly reorderedShare: number;
  /** Share of messages of which the last word is the opposite. */
  readonly lyingShare: number;
  /** Empty pages, each with a token, before every page that has entries. */
  readonly emptyPages: number;
}

export const DEFAULT_DELIVERY_LOG: DeliveryLogSettings = {
  response: BY_PHONE,
  failureShare: 0,
  failureResponse: 'Phone is currently unreachable/unavailable',
  byNumber: {},
  delayMs: 0,
  lostShare: 0,
  doubledShare: 0,
  reorderedShare: 0,
  lyingShare: 0,
  emptyPages: 0,
};

/** A day. */
const LONGEST_DELAY_MS = 86_400_000;

/** @throws {InvalidRequestError} when a field is not one of the settings', or its value cannot be. */
export function deliveryLogSettingsOf(body: unknown, now: DeliveryLogSettings): DeliveryLogSettings {
  const fields = new SettingFields(body);
  const settings = {
    response: fields.text('response', now.response),
    failureShare: fields.share('failureShare', now.failureShare),
    failureResponse: fields.text('failureResponse', now.failureResponse),
    byNumber: fields.byNumber('byNumber', now.byNumber),
    delayMs: fields.whole('delayMs', now.delayMs, 0, LONGEST_DELAY_MS),
    lostShare: fields.share('lostShare', now.lostShare),
    doubledShare: fields.share('doubledShare', now.doubledShare),
    reorderedShare: fields.share('reorderedShare', now.reorderedShare),
    lyingShare: fields.share('lyingShare', now.lyingShare),
    emptyPages: fields.whole('emptyPages', now.emptyPages, 0, 10),
  };
  fields.assertNoOthers();
  return settings;
}
