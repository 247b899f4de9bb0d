import { startTestbed } from './testbed.js';

const DEFAULT_PORT = 4010;

const port = portFrom('TESTBED_PORT', DEFAULT_PORT);
const testbed = await startTestbed({
  port,
  ports: {
    twilio: portFrom('TESTBED_TWILIO_PORT', nextPort(port, 1)),
    'aws-sns': portFrom('TESTBED_AWS_SNS_PORT', nextPort(port, 2)),
    'aws-eum': portFrom('TESTBED_AWS_EUM_PORT', nextPort(port, 3)),
  },
});

console.log(`Inbox       ${testbed.url}/_testbed/`);
console.log(`Everything  ${testbed.url}`);
console.log(`Twilio      ${testbed.twilioUrl}`);
console.log(`AWS SNS     ${testbed.snsUrl}`);
console.log(`AWS EUM     ${testbed.eumUrl}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void testbed.close();
  });
}

function portFrom(name: string, fallback: number): number {
  const given = process.env[name];
  if (given === undefined || given === '') return fallback;
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
  throw new RangeError(`${name} must be a port from 0 to 65535, got "${given}"`);
}

/** A free port has no neighbours to count on. */
function nextPort(first: number, step: number): number {
  return first === 0 ? 0 : first + step;
}
