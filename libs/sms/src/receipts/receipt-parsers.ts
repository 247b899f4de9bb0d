import type { ReceiptParser } from '../providers/receipt-parser.js';
import type { Clock } from '../resilience/clock.js';
import type { SmsOptions } from '../sms.options.js';
import { receiptUrlFor } from './receipt.options.js';

/** Who reads the receipts of the configured providers. */
export const RECEIPT_PARSERS = Symbol('RECEIPT_PARSERS');

/** The readers of the providers that are configured to report; what the others send is not believed. */
export async function receiptParsersFor(
  options: SmsOptions,
  clock: Clock,
): Promise<readonly ReceiptParser[]> {
  const parsers = [twilioParserFor(options, clock), snsParserFor(options), eumParserFor(options, clock)];
  return (await Promise.all(parsers)).filter((parser) => parser !== undefined);
}

async function twilioParserFor(
  { twilio, receipts }: SmsOptions,
  clock: Clock,
): Promise<ReceiptParser | undefined> {
  const url = receiptUrlFor(receipts, 'twilio');
  if (twilio?.authToken === undefined || url === undefined) return undefined;
  const { TwilioReceipts } = await import('../providers/twilio/twilio.receipts.js');
  const { accountSid, authToken, secondaryAuthToken } = twilio;
  const authTokens = [authToken, ...(secondaryAuthToken === undefined ? [] : [secondaryAuthToken])];
  return new TwilioReceipts({ accountSid, authTokens, url, now: () => new Date(clock.wallMs()) });
}

async function snsParserFor({ awsSns }: SmsOptions): Promise<ReceiptParser | undefined> {
  if (awsSns?.receipts === undefined) return undefined;
  const { AwsSnsReceipts } = await import('../providers/aws-sns/aws-sns.receipts.js');
  return new AwsSnsReceipts(awsSns.receipts);
}

async function eumParserFor(
  { awsEum, awsTopic }: SmsOptions,
  clock: Clock,
): Promise<ReceiptParser | undefined> {
  if (awsEum === undefined || awsTopic === undefined) return undefined;
  const { AwsEumReceipts } = await import('../providers/aws-eum/aws-eum.receipts.js');
  const { pagesOver } = await import('../providers/aws-topic/aws-page.js');
  const { SignedTopic } = await import('../providers/aws-topic/signed-topic.js');
  const pages = pagesOver(clock, awsTopic.fetchTimeoutMs, awsTopic.endpoint);
  const topic = new SignedTopic('aws-eum', awsTopic, pages, clock);
  return new AwsEumReceipts((request) => topic.open(request));
}
