import { describe, expect, it } from 'vitest';
import { StartError, testbedPortsOf, variablesForTestbed } from '../../tools/start-plan.ts';

describe('the plan of npm start', () => {
  it('gives the testbed four ports, one after the other unless each is chosen', () => {
    expect(testbedPortsOf({})).toEqual({ main: 4010, twilio: 4011, awsSns: 4012, awsEum: 4013 });
    expect(testbedPortsOf({ TESTBED_PORT: '5000', TESTBED_AWS_SNS_PORT: '6000' })).toEqual({
      main: 5000,
      twilio: 5001,
      awsSns: 6000,
      awsEum: 5003,
    });
  });

  it.each([
    ['TESTBED_PORT', '0'],
    ['TESTBED_PORT', 'abc'],
    ['TESTBED_TWILIO_PORT', '70000'],
  ])('refuses %s=%s, of which the sign-in API could not be told', (name, value) => {
    expect(() => testbedPortsOf({ [name]: value })).toThrow(StartError);
  });

  it.each([
    [{}, 'http://127.0.0.1:3000'],
    [{ HOST: '0.0.0.0', PORT: '3001' }, 'http://127.0.0.1:3001'],
    [{ HOST: '127.0.0.2' }, 'http://127.0.0.2:3000'],
    [{ HOST: '::1' }, 'http://[::1]:3000'],
    [{ PUBLIC_URL: 'http://otp.example' }, 'http://otp.example'],
    [{ PORT: '0' }, undefined],
  ])('has receipts come to where the sign-in API listens: %j', (variables, url) => {
    expect(variablesForTestbed(testbedPortsOf({}), 'failover', variables).PUBLIC_URL).toBe(url);
  });
});
