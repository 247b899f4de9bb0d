import { Global, Module } from '@nestjs/common';
import { AuditCounts } from '../metrics/audit-counts.js';
import { AuditStore } from './audit.store.js';
import { AuditLog } from './audit-log.js';
import { AuditWriter } from './audit-writer.js';
import { CountedAuditLog } from './counted-audit-log.js';

/** Gives every feature, and the commands of operators, the {@link AuditLog}. */
@Global()
@Module({
  providers: [
    AuditStore,
    AuditWriter,
    {
      provide: AuditLog,
      // The commands of operators have nobody to count for.
      inject: [AuditWriter, { token: AuditCounts, optional: true }],
      useFactory: (writer: AuditWriter, counts: AuditCounts | undefined): AuditLog =>
        counts === undefined ? writer : new CountedAuditLog(writer, counts),
    },
  ],
  exports: [AuditLog, AuditStore],
})
export class AuditWritingModule {}
