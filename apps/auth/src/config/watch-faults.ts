import type { DeliveryConfig } from '../delivery.config.js';
import type { EnvironmentFault } from './environment-error.js';

/** Bounds of the silence of providers that no silence can keep. */
export function watchFaults(delivery: DeliveryConfig): EnvironmentFault[] {
  if (delivery.SMS_WATCH === 'off') return [];
  if (delivery.SMS_WATCH_MIN_SILENCE_SECS <= delivery.SMS_WATCH_MAX_SILENCE_SECS) return [];
  const variable = 'SMS_WATCH_MIN_SILENCE_SECS';
  return [{ variable, message: `${variable} must not be longer than SMS_WATCH_MAX_SILENCE_SECS` }];
}
