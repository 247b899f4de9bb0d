import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import twilio from 'twilio';
import { DEFAULT_CREDENTIALS } from '../credentials.js';

const { accountSid, authToken, testAccountSid, testAuthToken } = DEFAULT_CREDENTIALS.twilio;

/** Builds the official Twilio client, pointed at a testbed; it gives up after `timeoutMs`. */
export function twilioClient(
  origin: string,
  { sid = accountSid, token = authToken, timeoutMs = 5_000 } = {},
) {
  const client = twilio(sid, token, { timeout: timeoutMs });
  client.api.baseUrl = origin;
  return client;
}

/** The same client under the test credentials. */
export function twilioTestClient(origin: string) {
  return twilioClient(origin, { sid: testAccountSid, token: testAuthToken });
}

/** Builds the official SNS client, pointed at a testbed; one attempt unless told otherwise. */
export function snsClient(origin: string, config: SNSClientConfig = {}): SNSClient {
  const credentials = DEFAULT_CREDENTIALS['aws-sns'];
  return new SNSClient({ endpoint: origin, region: 'eu-central-1', credentials, maxAttempts: 1, ...config });
}

/** Builds the official End User Messaging client, pointed at a testbed; one attempt. */
export function eumClient(origin: string): PinpointSMSVoiceV2Client {
  const credentials = DEFAULT_CREDENTIALS['aws-eum'];
  return new PinpointSMSVoiceV2Client({
    endpoint: origin,
    region: 'eu-central-1',
    credentials,
    maxAttempts: 1,
  });
}

/** Returns what a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Expected a rejection.');
}
