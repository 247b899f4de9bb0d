const HEX = '0123456789abcdef'.repeat(2);

/** What production needs besides a provider. */
export const PRODUCTION = {
  NODE_ENV: 'production',
  AUTH_SECRET: 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X',
  ALLOWED_COUNTRIES: '*',
};
export const TWILIO = {
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: `AC${HEX}`,
  TWILIO_AUTH_TOKEN: 'not-a-real-token',
  TWILIO_FROM_NUMBER: '+15005550006',
};
export const SNS = { SMS_PROVIDER: 'aws-sns', AWS_REGION: 'eu-west-1' };
export const EUM = { SMS_PROVIDER: 'aws-eum', AWS_REGION: 'eu-west-1' };

/** A secret strong enough to have been `AUTH_SECRET`. */
export const FORMER_SECRET = 'Zr7mXb2LpQ9vKc4TnH6wYd1SfG8jEa3UoR5iOqWt0';
/** An entry of `AUTH_TEST_NUMBERS`. */
export const TEST_NUMBER = '+15005550009=482913@2027-01-01';
