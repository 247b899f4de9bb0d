import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { DATABASE, type Database } from '@standby/database';

const TIMEOUT_MS = 2_000;

/** Whether the database answers. Reads only. */
@Injectable()
export class DatabaseHealthIndicator {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly health: HealthIndicatorService,
  ) {}

  indicator(): HealthIndicatorFunction {
    return () =>
      this.health
        .check('database')
        .attempt(async () => {
          await this.database.selectFrom('signing_keys').select('kid').limit(1).execute();
        })
        .withTimeout(TIMEOUT_MS);
  }
}
