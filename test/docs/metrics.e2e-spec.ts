import { Test } from '@nestjs/testing';
import { Registry } from '@prometheus-io/client';
import { SmsEvents, SmsHealthIndicator, SmsModule } from '@standby/sms';
import { showSmsOn } from '@standby/sms/metrics';
import { expect, it } from 'vitest';
import { AuditCounts } from '../../apps/auth/src/metrics/audit-counts.js';
import { RequestTimes } from '../../apps/auth/src/metrics/request-times.js';
import { readPage, rowsOf, sectionOf } from './page.js';

const PAGE = readPage('docs/metrics.md');

/** Names and labels, as the page writes them. */
const documented = (...headings: string[]) =>
  headings.flatMap((heading) =>
    rowsOf(sectionOf(PAGE, heading)).map(([name, labels]) => `${name}: ${labels}`),
  );

const shownOn = (registry: Registry) =>
  registry.getMetricsAsArray().map((metric) => `${metric.name}: ${labelsOf(metric).join(', ')}`);

function labelsOf(metric: object): string[] {
  return 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [];
}

it('docs/metrics.md has every metric of the library, with its labels', async () => {
  const module = await Test.createTestingModule({
    imports: [SmsModule.forRoot({ order: ['mock'], mock: {}, environment: 'test' })],
  }).compile();
  const registry = new Registry();
  showSmsOn(registry, module.get(SmsEvents), module.get(SmsHealthIndicator));
  expect(documented('### Messages', '### Providers and troubles').toSorted()).toEqual(
    shownOn(registry).toSorted(),
  );
});

it('docs/metrics.md has every metric of the sign-in API, with its labels', () => {
  const registry = new Registry();
  const counts = [new AuditCounts(registry), new RequestTimes(registry)];
  expect(shownOn(registry)).toHaveLength(counts.length);
  expect(documented('## Of the sign-in API').toSorted()).toEqual(shownOn(registry).toSorted());
});
