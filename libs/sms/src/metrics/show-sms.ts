import type { Registry } from '@prometheus-io/client';
import type { SmsEvents } from '../events/sms.events.js';
import type { SmsHealthIndicator } from '../health/sms.health.js';
import { MessageCounts } from './message-counts.js';
import { showProvidersOn } from './provider-gauges.js';
import { TroubleCounts } from './trouble-counts.js';

/**
 * Shows Prometheus what the library tells, and how its providers stand.
 *
 * No label holds a text, a code, a number or an id; each has few values, `country` the most.
 *
 * @param registry has these metrics from now on; they cannot be put on it twice
 * @param health of the module whose events these are
 */
export function showSmsOn(registry: Registry, events: SmsEvents, health: SmsHealthIndicator): void {
  const messages = new MessageCounts(registry);
  const troubles = new TroubleCounts(registry);
  events.stream.subscribe((event) => {
    if ('purpose' in event) messages.count(event);
    else troubles.count(event);
  });
  showProvidersOn(registry, () => health.standings());
}
