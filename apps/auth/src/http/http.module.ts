import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccessLog } from './access-log.js';
import { AllowedMethods } from './allowed-methods.js';
import { ClientAddresses } from './client-address.js';
import { ProblemFilter } from './problem.filter.js';
import { requestValidation } from './request-validation.js';

/** What every request has in common: its validation, its log line, and how its problems are answered. */
@Module({
  providers: [
    AllowedMethods,
    AccessLog,
    ClientAddresses,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: requestValidation },
  ],
  exports: [ClientAddresses],
})
export class HttpModule {}
