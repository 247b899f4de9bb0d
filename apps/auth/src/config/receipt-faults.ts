import type { AppConfig } from '../app.config.js';
import type { EnvironmentFault } from './environment-error.js';
import type { SmsConfig } from './sms.config.js';
import { providerOrderOf } from './sms-options.js';

/** What keeps providers from reporting safely: a public URL without TLS in production, or nothing to check them by. */
export function receiptFaults({ PUBLIC_URL, NODE_ENV }: AppConfig, sms: SmsConfig): EnvironmentFault[] {
  if (PUBLIC_URL === undefined) return [];
  const faults: EnvironmentFault[] = [];
  if (NODE_ENV === 'production' && !PUBLIC_URL.startsWith('https:'))
    faults.push({ variable: 'PUBLIC_URL', message: 'PUBLIC_URL must begin with https:// in production' });
  if (providerOrderOf(sms).includes('twilio') && sms.TWILIO_AUTH_TOKEN === undefined)
    faults.push({
      variable: 'TWILIO_AUTH_TOKEN',
      message:
        'TWILIO_AUTH_TOKEN is required with PUBLIC_URL: Twilio signs receipts with it, not with an API key',
    });
  return faults;
}
