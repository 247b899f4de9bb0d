import { runSeeds, type SeedRange } from './seed-range.js';

// Runs ranges of seeds as they are handed over, and answers each with its report. A rejection that nobody handles ends
// the process, as is Node's default; whoever started it knows the range.

process.on('message', (range: SeedRange) => {
  void runSeeds(range).then((report) => process.send?.(report));
});
