import { Module } from '@nestjs/common';
import { keyNameIn } from '../keys/keyed-digests.js';
import { AuditStore } from './audit.store.js';
import { AuditCheck } from './audit-check.js';
import { AuditSweep, SEALED_UNDER } from './audit-sweep.js';
import { AuditWritingModule } from './audit-writing.module.js';

/** The audit log, written, pruned and checked. */
@Module({
  imports: [AuditWritingModule],
  providers: [
    AuditCheck,
    AuditSweep,
    {
      // Read before anything happens that would be noted: the first record, or pruning, seals the log anew.
      provide: SEALED_UNDER,
      inject: [AuditStore],
      useFactory: async (store: AuditStore) => keyNameIn((await store.ends())?.seal ?? ''),
    },
  ],
  exports: [AuditCheck],
})
export class AuditModule {}
