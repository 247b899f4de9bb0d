import { BootSignals } from './boot-signals.js';

const signals = new BootSignals();
// Loading all the rest takes longer than a signal can wait.
const { serve } = await import('./serve.js');
await serve(signals);
