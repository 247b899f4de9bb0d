import { Global, Module } from '@nestjs/common';
import { AuditStore } from './audit.store.js';
import { AuditLog } from './audit-log.js';
import { AuditWriter } from './audit-writer.js';

/** Gives every feature, and the commands of operators, the {@link AuditLog}. */
@Global()
@Module({
  providers: [AuditStore, AuditWriter, { provide: AuditLog, useExisting: AuditWriter }],
  exports: [AuditLog, AuditStore],
})
export class AuditWritingModule {}
