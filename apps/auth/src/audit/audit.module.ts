import { Module } from '@nestjs/common';
import { AuditCheck } from './audit-check.js';
import { AuditSweep } from './audit-sweep.js';
import { AuditWritingModule } from './audit-writing.module.js';

/** The audit log, written, pruned and checked. */
@Module({
  imports: [AuditWritingModule],
  providers: [AuditCheck, AuditSweep],
  exports: [AuditCheck],
})
export class AuditModule {}
