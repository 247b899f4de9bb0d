import { beforeEach } from 'vitest';
import { describeCircuitBoard } from '../testing/describe-circuit-board.js';
import { MemoryCircuitBoard } from './memory-circuit-board.js';

let shared: MemoryCircuitBoard;

beforeEach(() => {
  shared = new MemoryCircuitBoard();
});

describeCircuitBoard('MemoryCircuitBoard', async () => shared);
