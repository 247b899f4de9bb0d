import { Module } from '@nestjs/common';
import { QuotaCounters } from './quota-counters.js';
import { QuotaSweep } from './quota-sweep.js';
import { QuotasService } from './quotas.service.js';

/** Who may ask how often. */
@Module({
  providers: [QuotasService, QuotaCounters, QuotaSweep],
  exports: [QuotasService],
})
export class QuotasModule {}
