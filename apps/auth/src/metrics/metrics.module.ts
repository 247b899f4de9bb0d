import { Global, Module } from '@nestjs/common';
import { Registry } from '@prometheus-io/client';
import { SmsEvents, SmsHealthIndicator } from '@standby/sms';
import { showSmsOn } from '@standby/sms/metrics';
import { AuditCounts } from './audit-counts.js';
import { MetricsController } from './metrics.controller.js';
import { RequestTimes } from './request-times.js';
import { ScraperCheck } from './scraper-check.js';

/** `/metrics`, and what the features count there. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [
    { provide: Registry, useFactory: () => new Registry() },
    AuditCounts,
    RequestTimes,
    ScraperCheck,
  ],
  exports: [AuditCounts, RequestTimes],
})
export class MetricsModule {
  constructor(registry: Registry, events: SmsEvents, health: SmsHealthIndicator) {
    showSmsOn(registry, events, health);
  }
}
