import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AuditConfig } from '../audit.config.js';
import { Clock } from '../clock.js';
import { KeyRing } from '../keys/key-ring.js';
import { keyNameIn } from '../keys/keyed-digests.js';
import { AuditStore } from './audit.store.js';
import { AuditLog } from './audit-log.js';

const SWEEP_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const BATCH = 5_000;

/** Forgets records past their time, and puts into the process's log where the audit log ends. */
@Injectable()
export class AuditSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private state: 'running' | 'ending' = 'running';

  constructor(
    private readonly store: AuditStore,
    private readonly audit: AuditLog,
    private readonly keys: KeyRing,
    private readonly config: AuditConfig,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.underWay = this.sweep();
    this.timer = setInterval(() => {
      this.underWay = this.underWay.then(() => this.sweep());
    }, SWEEP_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.state = 'ending';
    clearInterval(this.timer);
    await this.underWay;
  }

  /** Sweeps once. A failure is logged and left to the next sweep. */
  async sweep(): Promise<void> {
    try {
      const count = await this.pruned(this.clock.now() - this.config.AUDIT_DAYS * DAY_MS);
      if (count > 0) this.audit.note({ event: 'records-pruned', count });
      const ends = await this.store.ends();
      const [from, to] = [keyNameIn(ends?.seal ?? ''), this.keys.names[0]];
      if (from !== '' && from !== to) this.audit.note({ event: 'secret-replaced', from, to });
      // Kept elsewhere, this line is what no one who can write to the database can take back.
      this.logger.log({ msg: 'the audit log ends here', seq: ends?.head_seq, hash: ends?.head_hash });
    } catch (error) {
      this.logger.error({ err: error, msg: 'could not prune the audit log' });
    }
  }

  private async pruned(before: number): Promise<number> {
    let total = 0;
    while (this.state === 'running') {
      const count = await this.store.prune(before, BATCH);
      total += count;
      if (count < BATCH) break;
    }
    return total;
  }
}
