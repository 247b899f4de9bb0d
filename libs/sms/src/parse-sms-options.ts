import { type ValidationError, validateSync } from 'class-validator';
import type { PriceTable } from './message/message-price.js';
import { instanceOf } from './options-by-name.js';
import { nameOf } from './providers/option-rules.js';
import type { TwilioOptions } from './providers/twilio/twilio.options.js';
import { SmsOptions } from './sms.options.js';
import type { SmsModuleOptions } from './sms-module-options.js';

/** The options make no sense; the message names each by its path and never shows its value. */
export class SmsOptionsError extends Error {
  override readonly name = 'SmsOptionsError';

  constructor(readonly problems: readonly string[]) {
    super(
      `The options of SmsModule cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  }
}

/**
 * @param given nothing where a factory of the host forgot to return it
 * @throws {SmsOptionsError} naming every option that is missing, unknown or out of range.
 */
export function parseSmsOptions(given: SmsModuleOptions | null | undefined): SmsOptions {
  if (given === null || given === undefined) throw new SmsOptionsError(['they must be an object']);
  const options = instanceOf(SmsOptions, given);
  const { order } = options;
  const problems = [
    ...validateSync(options, { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) =>
      describe(error),
    ),
    ...problemsOfNames(options),
    ...(options.prices && !isUsable(options.prices)
      ? ['prices must be US dollars, 0 or more, with a Map by country']
      : []),
    ...(options.twilio ? problemsOfTwilio(options.twilio) : []),
    ...(options.twilio && options.twilio.authToken === undefined && given.receipts?.publicUrl !== undefined
      ? ['twilio.authToken is required with receipts.publicUrl: receipts are signed with it']
      : []),
    ...(options.environment === 'production' && Array.isArray(order) && order.includes('mock')
      ? ['order must not hold the mock in production: it sends nothing']
      : []),
  ];
  if (problems.length > 0) throw new SmsOptionsError(problems);
  // One that is longer from the start than it may grow to does not grow.
  options.failover.maxOpenMs = Math.max(options.failover.openMs, options.failover.maxOpenMs);
  return options;
}

function isUsable({ usdPerSegment, byCountry }: PriceTable): boolean {
  return isPrice(usdPerSegment) && byCountry instanceof Map && [...byCountry.values()].every(isPrice);
}

function isPrice(usd: unknown): boolean {
  return typeof usd === 'number' && Number.isFinite(usd) && usd >= 0;
}

/** Of two providers with one name the second would never be asked. */
function problemsOfNames({ providers, twilio, awsSns, awsEum, mock }: SmsOptions): string[] {
  const own = Array.isArray(providers) ? providers.map(nameOf) : [];
  const configured = Object.entries({ twilio, 'aws-sns': awsSns, 'aws-eum': awsEum, mock });
  return configured
    .filter(([name, given]) => given !== undefined && own.includes(name))
    .map(([name]) => `providers must not have the name ${name}, which is configured`);
}

function problemsOfTwilio(twilio: TwilioOptions): string[] {
  const problems: string[] = [];
  const hasKey = twilio.apiKeySid !== undefined && twilio.apiKeySecret !== undefined;
  if ((twilio.apiKeySid === undefined) !== (twilio.apiKeySecret === undefined)) {
    problems.push('twilio.apiKeySid and twilio.apiKeySecret go together');
  } else if (twilio.authToken === undefined && !hasKey) {
    problems.push('twilio.authToken, or twilio.apiKeySid with twilio.apiKeySecret, is required');
  }
  if (twilio.fromNumber === undefined && twilio.messagingServiceSid === undefined) {
    problems.push('twilio.fromNumber or twilio.messagingServiceSid is required');
  }
  return problems;
}

function describe({ property, constraints, children }: ValidationError, parent = ''): string[] {
  const path = parent + property;
  return [
    ...Object.values(constraints ?? {}).map((text) => `${path}: ${text}`),
    ...(children ?? []).flatMap((child) => describe(child, `${path}.`)),
  ];
}
