import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AuditCheck } from './audit/audit-check.js';
import { auditCheckModuleFor } from './audit/audit-check.module.js';
import { parseAnchor, reportLines } from './audit/audit-report.js';
import { EnvironmentError } from './config/environment-error.js';

const PROGRESS_EVERY = 100_000;

/** `npm run audit-log:verify [-- <seq>:<hash> …]`: leaves with 0 when the audit log is whole, 1 when it is not. */
try {
  const anchors = process.argv.slice(2).map(parseAnchor);
  const app = await NestFactory.createApplicationContext(await auditCheckModuleFor(process.env), {
    logger: false,
    abortOnError: false,
  });
  const report = await app.get(AuditCheck).run(anchors, (records) => {
    if (records % PROGRESS_EVERY === 0 && records > 0) console.log(`${records} records read …`);
  });
  await app.close();
  for (const line of reportLines(report)) console.log(line);
  process.exitCode = report.findings.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exit(2);
}
