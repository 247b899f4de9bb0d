import { Logger, type LoggerService } from '@nestjs/common';
import { SmsEvents } from '../../libs/sms/src/events/sms.events.js';
import { MemoryMessageLedger } from '../../libs/sms/src/ledger/memory-message-ledger.js';
import type { GuardedProvider } from '../../libs/sms/src/providers/guarded-provider.js';
import type { SmsProvider } from '../../libs/sms/src/providers/sms-provider.js';
import type { SmsOptions } from '../../libs/sms/src/sms.options.js';
import { guardAll } from '../../libs/sms/src/sms.providers.js';
import type { SmsService } from '../../libs/sms/src/sms.service.js';
import { smsServiceOf } from '../../libs/sms/src/testing/sms-service-of.js';
import { LedgerConnection, type Passage } from './ledger-connection.js';
import { SimulatedKeyStore } from './storage/simulated-key-store.js';
import type { SimulatedStore } from './storage/simulated-store.js';
import type { VirtualClock } from './virtual-clock.js';
import type { Witness } from './witness.js';

/** The library as it is, put together without Nest: a container for each of thousands of worlds takes too long. */
export interface Engine {
  readonly sms: SmsService;
  readonly guarded: readonly GuardedProvider[];
}

/** What records and keys are kept in: this process, or something that may be slow, silent or down. */
export type Storage =
  | { readonly name: 'in memory' }
  | { readonly name: 'apart'; readonly ledger: SimulatedStore; readonly keys: SimulatedStore };

/** Builds the engine; takes over Nest's logger, so that only one world can go on in a process at a time. */
export function buildEngine(
  providers: readonly SmsProvider[],
  options: SmsOptions,
  clock: VirtualClock,
  random: () => number,
  witness: Witness,
  storage: Storage,
): Engine {
  Logger.overrideLogger(recorderFor(witness));
  const events = new SmsEvents();
  events.stream.subscribe((event) => {
    if (event.type === 'circuit-changed') witness.circuitChanged(event);
    if (event.type === 'ledger-unavailable') witness.tally.count('ledger unavailable');
  });
  const guarded = guardAll(providers, options, clock, random, events);
  if (storage.name === 'in memory') {
    witness.watch(guarded, []);
    return { sms: smsServiceOf(options, clock, { guarded, random }), guarded };
  }
  const { ledger: ledgerStore, keys } = storage;
  witness.watch(guarded, [ledgerStore, keys]);
  const pass: Passage = (ask) => ledgerStore.write(ask);
  const ledger = new LedgerConnection(new MemoryMessageLedger(), undefined, undefined, pass);
  const outcomes = new SimulatedKeyStore(keys, witness.keys);
  return { sms: smsServiceOf(options, clock, { guarded, random, outcomes, ledger, events }), guarded };
}

/** Hears of every message whose outcome is logged, never as an error, and is silent. */
function recorderFor(witness: Witness): LoggerService {
  const hear = (line: unknown) => {
    if (typeof line !== 'object' || line === null || !('messageId' in line)) return;
    if (typeof line.messageId === 'string') witness.messageRecorded(line.messageId);
  };
  return { log: hear, warn: hear, error: () => {} };
}
