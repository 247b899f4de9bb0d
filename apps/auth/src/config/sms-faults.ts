import type { AppConfig } from '../app.config.js';
import type { EnvironmentFault } from './environment-error.js';
import { SMS_PROVIDER_CHOICES, type SmsConfig } from './sms.config.js';
import { providerOrderOf } from './sms-options.js';

const KNOWN_PROVIDERS = new Set<string>(SMS_PROVIDER_CHOICES.filter((choice) => choice !== 'failover'));

/** What keeps the chosen providers from sending: a missing variable, half a pair, the mock in production. */
export function smsFaults(config: SmsConfig, environment: AppConfig['NODE_ENV']): EnvironmentFault[] {
  const order = providerOrderOf(config);
  return [
    ...choiceFaults(config, order, environment),
    ...pairFaults(config, order),
    ...(order.includes('twilio') ? twilioFaults(config) : []),
    ...(order.includes('aws-sns') ? snsFaults(config) : []),
    ...(order.includes('aws-eum') ? eumFaults(config) : []),
  ];
}

function choiceFaults(config: SmsConfig, order: readonly string[], environment: AppConfig['NODE_ENV']) {
  const faults: EnvironmentFault[] = [];
  const variable = config.SMS_PROVIDER === 'failover' ? 'SMS_FAILOVER_ORDER' : 'SMS_PROVIDER';
  if (order.some((name) => !KNOWN_PROVIDERS.has(name))) {
    faults.push(fault(variable, `may only name ${[...KNOWN_PROVIDERS].join(', ')}`));
  }
  if (new Set(order).size < order.length) faults.push(fault(variable, 'names a provider twice'));
  if (environment === 'production' && config.SMS_PROVIDER === undefined) {
    faults.push(fault('SMS_PROVIDER', 'is required in production: twilio, aws-sns, aws-eum or failover'));
  } else if (environment === 'production' && order.includes('mock')) {
    faults.push(fault(variable, 'must not be or name the mock in production: it sends nothing'));
  }
  return faults;
}

function pairFaults(config: SmsConfig, order: readonly string[]): EnvironmentFault[] {
  const pairs: [keyof SmsConfig, keyof SmsConfig][] = [
    ['AWS_SNS_ACCESS_KEY_ID', 'AWS_SNS_SECRET_ACCESS_KEY'],
    ['AWS_EUM_ACCESS_KEY_ID', 'AWS_EUM_SECRET_ACCESS_KEY'],
    ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
  ];
  // The unprefixed pair may be there for another program, so it matters only when it would be used.
  const usesSharedPair =
    (order.includes('aws-sns') && config.AWS_SNS_ACCESS_KEY_ID === undefined) ||
    (order.includes('aws-eum') && config.AWS_EUM_ACCESS_KEY_ID === undefined);
  if (usesSharedPair) pairs.push(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  return pairs.flatMap(([left, right]) => {
    if ((config[left] === undefined) === (config[right] === undefined)) return [];
    const [missing, present] = config[left] === undefined ? [left, right] : [right, left];
    return [fault(missing, `is missing although ${present} is set; set both or neither`)];
  });
}

function twilioFaults(config: SmsConfig): EnvironmentFault[] {
  const faults: EnvironmentFault[] = [];
  if (config.TWILIO_ACCOUNT_SID === undefined)
    faults.push(fault('TWILIO_ACCOUNT_SID', 'is required for Twilio'));
  if (config.TWILIO_AUTH_TOKEN === undefined && config.TWILIO_API_KEY_SID === undefined) {
    const or = 'is required for Twilio, unless TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET are set';
    faults.push(fault('TWILIO_AUTH_TOKEN', or));
  }
  if (config.TWILIO_FROM_NUMBER === undefined && config.TWILIO_MESSAGING_SERVICE_SID === undefined) {
    faults.push(fault('TWILIO_FROM_NUMBER', 'or TWILIO_MESSAGING_SERVICE_SID is required for Twilio'));
  }
  return faults;
}

function snsFaults(config: SmsConfig): EnvironmentFault[] {
  if (config.AWS_SNS_REGION !== undefined || config.AWS_REGION !== undefined) return [];
  return [fault('AWS_SNS_REGION', 'or AWS_REGION is required for AWS SNS')];
}

function eumFaults(config: SmsConfig): EnvironmentFault[] {
  if (config.AWS_EUM_REGION !== undefined || config.AWS_REGION !== undefined) return [];
  return [fault('AWS_EUM_REGION', 'or AWS_REGION is required for AWS End User Messaging')];
}

function fault(variable: string, message: string): EnvironmentFault {
  return { variable, message: `${variable} ${message}` };
}
