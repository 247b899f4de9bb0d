import { beforeEach } from 'vitest';
import { describeLeases } from '../testing/describe-leases.js';
import { MemoryLeases } from './memory-leases.js';

let shared: MemoryLeases;

beforeEach(() => {
  shared = new MemoryLeases();
});

describeLeases('MemoryLeases', async () => shared);
