import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig, shutdownGraceMsOf } from '../app.config.js';

/**
 * Whether new requests are welcome. At shutdown this turns first, and a signalled shutdown then waits: the port
 * closes only after load balancers had time to look elsewhere.
 */
@Injectable()
export class Readiness implements OnModuleDestroy, BeforeApplicationShutdown {
  #current: 'ready' | 'draining' = 'ready';

  constructor(private readonly config: AppConfig) {}

  get state(): 'ready' | 'draining' {
    return this.#current;
  }

  onModuleDestroy(): void {
    this.#current = 'draining';
  }

  async beforeApplicationShutdown(signal?: string): Promise<void> {
    if (signal !== undefined) await sleep(shutdownGraceMsOf(this.config));
  }
}
