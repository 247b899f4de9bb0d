import {
  ConfigurableModuleBuilder,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DATABASE, type DatabaseLimits, openDatabase, openExistingDatabase } from './open-database.js';
import type { Database } from './schema.js';

/** What the module needs to know. */
export interface DatabaseModuleOptions {
  /** `sqlite:<path>`, `sqlite::memory:` or `postgres://<user>:<password>@<host>/<database>`. */
  readonly url: string;
  readonly limits?: DatabaseLimits;
  /** What to do where it is not there or not up to date. Default: `migrate`. */
  readonly opening?: 'migrate' | 'as-it-stands';
}

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } =
  new ConfigurableModuleBuilder<DatabaseModuleOptions>({
    moduleName: 'Database',
  })
    .setClassMethodName('forRoot')
    .setExtras({}, (definition) => ({ ...definition, global: true }))
    .build();

/** Closes the connection last: a request in flight still needs it while the server drains. */
@Injectable()
class DatabaseClosing implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}

/** Gives the whole application one {@link Database} under `DATABASE`, migrated unless told otherwise, and closes it at shutdown. */
@Module({
  providers: [
    {
      provide: DATABASE,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: async ({ url, limits, opening = 'migrate' }: DatabaseModuleOptions) =>
        opening === 'migrate' ? openDatabase(url, limits) : openExistingDatabase(url, limits),
    },
    DatabaseClosing,
  ],
  exports: [DATABASE],
})
export class DatabaseModule extends ConfigurableModuleClass {}
