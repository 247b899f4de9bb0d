import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { NestFactory } from '@nestjs/core';
import { SmsModule, type SmsModuleOptions, SmsService } from '@standby/sms';
import twilio from 'twilio';
import { Pool } from 'undici';
import { logToNowhere } from './log-to-nowhere.ts';

/** One way of sending a message; resolves when it was accepted. */
export interface Contestant {
  readonly name: string;
  /** Who it is measured against. */
  readonly floor: string;
  readonly send: (index: number) => Promise<unknown>;
}

const ACCOUNT_SID = `AC${'a'.repeat(32)}`;
const AUTH_TOKEN = 'b'.repeat(32);
const FROM = '+15005550006';
const TEXT = '123456 is your Standby code. It expires in 5 min. Do not share it.';
const PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`;
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'c'.repeat(40) };

/** The headers of each SDK's own request; the floor sends as many bytes as they do. */
const TWILIO_HEADERS = {
  accept: 'application/json',
  'accept-charset': 'utf-8',
  authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`,
  'content-type': 'application/x-www-form-urlencoded',
  'user-agent': `twilio-node/6.2.0 (linux x64) node/${process.version}`,
};
const SNS_HEADERS = {
  'amz-sdk-invocation-id': '34d9b400-c6dd-5444-820d-fbeb0f1f54cf',
  'amz-sdk-request': 'attempt=1; max=1',
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/sns/aws4_request, SignedHeaders=amz-sdk-' +
    'invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-content-sha256;x-amz-date;' +
    `x-amz-user-agent, Signature=${'0'.repeat(64)}`,
  'content-type': 'application/x-www-form-urlencoded',
  'user-agent': 'aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs api/sns#3.1169.0 m/E,N,e',
  'x-amz-content-sha256': '0'.repeat(64),
  'x-amz-date': '20261123T013312Z',
  'x-amz-user-agent': 'aws-sdk-js/3.1169.0',
};

/** Every contestant, posting to `origin`. */
export async function contestantsAt(origin: string): Promise<Contestant[]> {
  const text = encodeURIComponent(TEXT);
  return [
    floor(
      'floor (twilio bytes)',
      origin,
      PATH,
      TWILIO_HEADERS,
      `To=%2B14155552671&From=%2B15005550006&Body=${text}`,
    ),
    floor(
      'floor (sns bytes)',
      origin,
      '/',
      SNS_HEADERS,
      `Action=Publish&Version=2010-03-31&Message=${text}&PhoneNumber=%2B14155552671` +
        '&MessageAttributes.entry.1.Name=AWS.SNS.SMS.SMSType&MessageAttributes.entry.1.Value.DataType=String' +
        '&MessageAttributes.entry.1.Value.StringValue=Transactional',
    ),
    officialTwilio(origin),
    await standby('twilio by Standby', 'floor (twilio bytes)', {
      order: ['twilio'],
      twilio: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, fromNumber: FROM, apiBaseUrl: origin },
    }),
    officialSns(origin),
    await standby('aws-sns by Standby', 'floor (sns bytes)', {
      order: ['aws-sns'],
      awsSns: { region: 'us-east-1', credentials: CREDENTIALS, endpoint: origin },
    }),
  ];
}

function floor(
  name: string,
  origin: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Contestant {
  const pool = new Pool(origin, { connections: 256 });
  const send = async () => {
    const answer = await pool.request({ method: 'POST', path, headers, body });
    return path === '/' ? answer.body.text() : answer.body.json();
  };
  return { name, floor: name, send };
}

function officialTwilio(origin: string): Contestant {
  const client = twilio(ACCOUNT_SID, AUTH_TOKEN);
  client.api.baseUrl = origin;
  return {
    name: 'twilio SDK as it comes',
    floor: 'floor (twilio bytes)',
    send: (index) => client.messages.create({ to: recipient(index), from: FROM, body: TEXT }),
  };
}

function officialSns(origin: string): Contestant {
  const client = new SNSClient({ region: 'us-east-1', credentials: { ...CREDENTIALS }, endpoint: origin });
  const MessageAttributes = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } };
  return {
    name: 'sns SDK as it comes',
    floor: 'floor (sns bytes)',
    send: (index) =>
      client.send(new PublishCommand({ PhoneNumber: recipient(index), Message: TEXT, MessageAttributes })),
  };
}

async function standby(name: string, against: string, options: SmsModuleOptions): Promise<Contestant> {
  const module = SmsModule.forRoot({ environment: 'test', ...options });
  const app = await NestFactory.createApplicationContext(module, { logger: logToNowhere() });
  const sms = app.get(SmsService);
  return { name, floor: against, send: (index) => sms.send({ to: recipient(index), text: TEXT }) };
}

function recipient(index: number): string {
  return `+1415555${2000 + (index % 8000)}`;
}
