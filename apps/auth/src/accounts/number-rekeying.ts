import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { Chores } from '../chores.js';
import { NumbersAtRest } from '../keys/numbers-at-rest.js';
import { AccountStore } from './account.store.js';
import { AccountsService } from './accounts.service.js';

const SWEEP_EVERY_MS = 3_600_000;
const BATCH = 200;

/** How many numbers of accounts are not under the current key, after a sweep. */
export interface NumbersLeft {
  readonly rekeyed: number;
  /** Under a former key: they could not be opened, or another process put them there just now. */
  readonly former: number;
  /** Under a key that is not known here. */
  readonly unknown: number;
}

/** Puts the numbers of accounts under the current key after a rotation, and says how many are left. */
@Injectable()
export class NumberRekeying implements OnApplicationBootstrap {
  readonly #logger = new Logger(NumberRekeying.name);

  constructor(
    private readonly store: AccountStore,
    private readonly accounts: AccountsService,
    private readonly numbers: NumbersAtRest,
    private readonly audit: AuditLog,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): void {
    // Not waited for: a million accounts take minutes, and sign in meanwhile.
    void this.chores.begin({
      name: NumberRekeying.name,
      everyMs: SWEEP_EVERY_MS,
      failure: 'could not put phone numbers under the current key',
      run: (ending) => this.#sweepAndTell(ending),
    });
  }

  /** Puts whatever is under a former key under the current one. */
  async sweep(ending: AbortSignal): Promise<NumbersLeft> {
    const [current, ...former] = this.numbers.keyNames;
    let rekeyed = 0;
    for (const name of former) rekeyed += await this.#emptied(name, ending);
    const counts = await this.store.countByKey();
    const countOf = (isMeant: (name: string) => boolean) =>
      Array.from(counts).reduce((sum, [name, count]) => (isMeant(name) ? sum + count : sum), 0);
    return {
      rekeyed,
      former: countOf((name) => former.includes(name)),
      unknown: countOf((name) => name !== current && !former.includes(name)),
    };
  }

  async #emptied(name: string, ending: AbortSignal): Promise<number> {
    let rekeyed = 0;
    let lastId = '';
    while (!ending.aborted) {
      const accounts = await this.store.underKey(name, lastId, BATCH);
      for (const account of accounts) rekeyed += (await this.accounts.rekey(account)) ? 1 : 0;
      lastId = accounts.at(-1)?.id ?? lastId;
      if (accounts.length < BATCH) break;
    }
    return rekeyed;
  }

  async #sweepAndTell(ending: AbortSignal): Promise<void> {
    const left = await this.sweep(ending);
    const level = left.former + left.unknown > 0 ? 'warn' : 'log';
    if (this.numbers.keyNames.length > 1 || left.unknown > 0)
      this.#logger[level]({ msg: 'phone numbers of accounts under other keys', ...left });
    if (left.rekeyed > 0) this.audit.note({ event: 'numbers-rekeyed', ...left });
    for (const name of this.numbers.keyNames.slice(1)) await this.store.forgetKey(name);
  }
}
