import { GuardConfig, pumpingRulesOf } from '@standby/auth';
import { scenarioTable } from './guard/scenario-table.ts';

// Prints what the defaults of the pumping guard do to the traffic of docs/pumping-guard.md, a row a scenario.

const rows = await scenarioTable(pumpingRulesOf(new GuardConfig()), (done, of) =>
  process.stderr.write(`\r${done} of ${of}${done === of ? '\n' : ''}`),
);
console.log(rows.join('\n'));
