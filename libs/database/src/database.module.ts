import {
  ConfigurableModuleBuilder,
  Inject,
  Injectable,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DATABASE, type DatabaseLimits, openDatabase } from './open-database.js';
import type { Database } from './schema.js';

/** What the module needs to know. */
export interface DatabaseModuleOptions {
  /** `sqlite:<path>`, `sqlite::memory:` or `postgres://<user>:<password>@<host>/<database>`. */
  readonly url: string;
  readonly limits?: DatabaseLimits;
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

/** Gives the whole application one migrated {@link Database} under `DATABASE`, and closes it at shutdown. */
@Module({
  providers: [
    {
      provide: DATABASE,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: async (options: DatabaseModuleOptions) => openDatabase(options.url, options.limits),
    },
    DatabaseClosing,
  ],
  exports: [DATABASE],
})
export class DatabaseModule extends ConfigurableModuleClass {}
