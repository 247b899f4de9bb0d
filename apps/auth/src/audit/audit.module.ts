import { Global, Module } from '@nestjs/common';
import { AuditStore } from './audit.store.js';
import { AuditCheck } from './audit-check.js';
import { AuditLog } from './audit-log.js';
import { AuditSweep } from './audit-sweep.js';
import { AuditWriter } from './audit-writer.js';

/** Gives every feature the {@link AuditLog}. */
@Global()
@Module({
  providers: [
    AuditStore,
    AuditCheck,
    AuditSweep,
    AuditWriter,
    { provide: AuditLog, useExisting: AuditWriter },
  ],
  exports: [AuditLog, AuditCheck],
})
export class AuditModule {}
