import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

// Preloaded into the service: writes down what environment a program would have that the service starts at that moment,
// at the signal by which Node writes a diagnostic report.
const { CHILD_ENVIRONMENT_FILE: file = '' } = process.env;

process.on('SIGWINCH', () => writeFileSync(file, execFileSync('env', { encoding: 'utf8' })));
