import { Logger, type LoggerService } from '@nestjs/common';
import { MemoryOutcomeStore } from '../../libs/sms/src/ledger/memory-outcome-store.js';
import type { GuardedProvider } from '../../libs/sms/src/providers/guarded-provider.js';
import type { SmsProvider } from '../../libs/sms/src/providers/sms-provider.js';
import { SmsEvents } from '../../libs/sms/src/sms.events.js';
import type { SmsOptions } from '../../libs/sms/src/sms.options.js';
import { guardAll } from '../../libs/sms/src/sms.providers.js';
import { SmsService } from '../../libs/sms/src/sms.service.js';
import type { VirtualClock } from './virtual-clock.js';
import type { Witness } from './witness.js';

/** The library as it is, put together without Nest: a container for each of thousands of worlds takes too long. */
export interface Engine {
  readonly sms: SmsService;
  readonly guarded: readonly GuardedProvider[];
}

/** Builds the engine; takes over Nest's logger, so that only one world can go on in a process at a time. */
export function buildEngine(
  providers: readonly SmsProvider[],
  options: SmsOptions,
  clock: VirtualClock,
  random: () => number,
  witness: Witness,
): Engine {
  Logger.overrideLogger(recorderFor(witness));
  const events = new SmsEvents();
  events.stream.subscribe((event) => {
    if (event.type === 'circuit-changed') witness.circuitChanged(event);
  });
  const guarded = guardAll(providers, options, clock, random, events);
  witness.watch(guarded);
  return { sms: new SmsService(guarded, options, clock, random, new MemoryOutcomeStore()), guarded };
}

/** Hears of every message whose outcome is logged, never as an error, and is silent. */
function recorderFor(witness: Witness): LoggerService {
  const hear = (line: unknown) => {
    if (typeof line === 'object' && line !== null && 'messageId' in line) witness.messageRecorded();
  };
  return { log: hear, warn: hear, error: () => {} };
}
