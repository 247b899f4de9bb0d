import { beforeEach } from 'vitest';
import { describePumpingCounters } from '../testing/describe-pumping-counters.js';
import { MemoryPumpingCounters } from './memory-pumping-counters.js';

let shared: MemoryPumpingCounters;

beforeEach(() => {
  shared = new MemoryPumpingCounters();
});

describePumpingCounters('MemoryPumpingCounters', async () => shared);
