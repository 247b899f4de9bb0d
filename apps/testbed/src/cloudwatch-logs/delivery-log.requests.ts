import { SettingFields } from '../admin/setting-fields.js';
import type { DeliveryLogSettings } from './delivery-log.js';

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
    emptyPages: fields.whole('emptyPages', now.emptyPages, 0, 10),
  };
  fields.assertNoOthers();
  return settings;
}
