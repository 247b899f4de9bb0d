import { NestFactory } from '@nestjs/core';
import {
  type Acceptance,
  type Attempt,
  type OutboundMessage,
  SmsModule,
  type SmsModuleOptions,
  type SmsProvider,
  SmsService,
  UndeliverableError,
} from '@standby/sms';
import { manyAtOnce } from './at-once.ts';
import { logToNowhere } from './log-to-nowhere.ts';
import type { TestbedProcess } from './testbed-process.ts';

/** Codes under way at once. */
export const AT_ONCE = 64;

/** What became of one code, and how long it took, in ms. */
export type SentCode = {
  readonly to: string;
  readonly tookMs: number;
  readonly attempts: readonly Attempt[];
} & (
  | { readonly outcome: 'accepted'; readonly provider: string }
  | { readonly outcome: 'refused'; readonly error: UndeliverableError }
);

/** A fresh `SmsModule`, and codes sent through it to numbers never used before. */
export interface Sender {
  /** Sends `count` codes, {@link AT_ONCE} at a time; rejects when one ends in anything but `UndeliverableError`. */
  sendCodes(count: number): Promise<SentCode[]>;
  close(): Promise<void>;
}

let numbersUsed = 0;

/** Boots the library against a testbed, Twilio first; nothing is warm yet. */
export async function startSender(
  testbed: TestbedProcess,
  options: Partial<SmsModuleOptions> = {},
  listen?: (line: unknown) => void,
): Promise<Sender> {
  const module = SmsModule.forRoot({ ...optionsFor(testbed), ...options });
  const app = await NestFactory.createApplicationContext(module, { logger: logToNowhere(listen) });
  const sms = app.get(SmsService);
  return {
    sendCodes: (count) => sendCodes(sms, count),
    close: () => app.close(),
  };
}

/** A provider in this process that accepts at once and remembers to whom. */
export class InstantProvider implements SmsProvider {
  readonly name = 'instant';
  readonly recipients: string[] = [];

  async send({ to }: OutboundMessage): Promise<Acceptance> {
    this.recipients.push(to.e164);
    return { providerMessageId: `${this.recipients.length}` };
  }
}

async function sendCodes(sms: SmsService, count: number): Promise<SentCode[]> {
  const sent: SentCode[] = [];
  await manyAtOnce(AT_ONCE, count, async () => sent.push(await sendCode(sms, newNumber())));
  return sent;
}

async function sendCode(sms: SmsService, to: string): Promise<SentCode> {
  const startedAt = performance.now();
  try {
    const { provider, attempts } = await sms.sendCode({
      to,
      code: '123456',
      appName: 'Standby',
      expiresInSeconds: 300,
    });
    return { to, tookMs: performance.now() - startedAt, attempts, outcome: 'accepted', provider };
  } catch (error) {
    if (!(error instanceof UndeliverableError)) throw error;
    return { to, tookMs: performance.now() - startedAt, attempts: error.attempts, outcome: 'refused', error };
  }
}

/** No number twice in a run: copies of a code are counted by its recipient. */
function newNumber(): string {
  numbersUsed += 1;
  return `+1415${2_000_000 + numbersUsed}`;
}

function optionsFor({ twilioUrl, snsUrl }: TestbedProcess): SmsModuleOptions {
  return {
    order: ['twilio', 'aws-sns'],
    environment: 'test',
    // Every request the testbed counts is then a send.
    probe: 'off',
    twilio: {
      accountSid: 'AC00000000000000000000000000000001',
      authToken: 'testbed-auth-token',
      fromNumber: '+15005550006',
      apiBaseUrl: twilioUrl,
    },
    awsSns: {
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATESTBED000000001', secretAccessKey: 'testbed-secret-access-key' },
      endpoint: snsUrl,
    },
  };
}
