import { Module } from '@nestjs/common';
import { GuardModule } from '../guard/guard.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { Admission } from './admission.js';

/** Whether a code may be sent, or tried. */
@Module({
  imports: [GuardModule, QuotasModule],
  providers: [Admission],
  exports: [Admission],
})
export class AdmissionModule {}
