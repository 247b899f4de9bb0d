import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { awsOriginOf } from './aws-client.js';

const CLIENTS = [
  ['sns', SNSClient],
  ['sms-voice', PinpointSMSVoiceV2Client],
  ['logs', CloudWatchLogsClient],
] as const;
const REGIONS = ['eu-west-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1'];

describe('awsOriginOf', () => {
  it.each(REGIONS)('is where the SDK itself would go in %s', (region) => {
    for (const [service, Client] of CLIENTS) {
      const { config } = new Client({ region });
      const asked = { Region: region, UseFIPS: false, UseDualStack: false };
      expect(awsOriginOf(service, region)).toBe(config.endpointProvider(asked).url.origin);
    }
  });
});
