import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Chores } from '../chores.js';
import { KeyRing } from '../keys/key-ring.js';
import { DAY_MS, WallClock } from '../wall-clock.js';
import { AuditConfig } from './audit.config.js';
import { AuditStore } from './audit.store.js';
import { AuditLog } from './audit-log.js';

const NAME = 'Audit';
const SWEEP_EVERY_MS = 3_600_000;
const BATCH = 5_000;

/** Injects the name of the key that the log was sealed under before this process wrote to it; empty for a new log. */
export const SEALED_UNDER = Symbol('SEALED_UNDER');

/** Forgets records past their time, and puts into the process's log where the audit log ends. */
@Injectable()
export class AuditSweep implements OnApplicationBootstrap {
  readonly #logger = new Logger(NAME);

  constructor(
    private readonly store: AuditStore,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    @Inject(SEALED_UNDER) private readonly sealedUnder: string,
    private readonly config: AuditConfig,
    private readonly clock: WallClock,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): void {
    const [from, to] = [this.sealedUnder, this.keys.names[0]];
    if (from !== '' && from !== to) this.audit.note({ event: 'secret-replaced', from, to });
    // Not waited for: a log of years takes minutes to prune, and people sign in meanwhile.
    void this.chores.begin({
      name: NAME,
      everyMs: SWEEP_EVERY_MS,
      failure: 'could not prune the audit log',
      run: (ending) => this.sweep(ending),
    });
  }

  async sweep(ending: AbortSignal): Promise<void> {
    const count = await this.#pruned(this.clock.now() - this.config.AUDIT_DAYS * DAY_MS, ending);
    if (count > 0) this.audit.note({ event: 'records-pruned', count });
    const ends = await this.store.ends();
    // Kept elsewhere, this line is what no one who can write to the database can take back.
    this.#logger.log({ msg: 'the audit log ends here', seq: ends?.head_seq, hash: ends?.head_hash });
  }

  async #pruned(before: number, ending: AbortSignal): Promise<number> {
    let total = 0;
    while (!ending.aborted) {
      const count = await this.store.prune(before, BATCH);
      total += count;
      if (count < BATCH) break;
    }
    return total;
  }
}
