import { TWILIO_PROVIDER } from '@standby/sms';
import { describeSmsProvider } from '@standby/sms/testing';
import { testbedRig } from './testbed-rig.js';

describeSmsProvider('the Twilio adapter', () =>
  testbedRig('twilio', {
    token: TWILIO_PROVIDER,
    faults: {
      'refuses-recipient': { fault: 'error-code', code: 21614 },
      'opted-out': { fault: 'error-code', code: 21610 },
      'bad-credentials': { fault: 'error-code', code: 20003 },
    },
    secretsOf: ({ twilio }) => {
      const token = twilio?.authToken ?? '';
      return [token, Buffer.from(`${twilio?.accountSid}:${token}`).toString('base64')];
    },
  }),
);
