import type { DestinationPolicy, GuardMode, PriceTable } from '@standby/sms';

/** What the guard of codes is run by; a class so that it can be injected. */
export abstract class GuardSettings {
  abstract readonly mode: GuardMode | 'off';
  abstract readonly policy: DestinationPolicy;
  abstract readonly prices: PriceTable;
  abstract readonly passes: 'devices' | 'accounts' | 'nobody';
  /** How long decisions are kept. */
  abstract readonly keptMs: number;
}
