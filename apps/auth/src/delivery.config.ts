import { OptionalForm, OptionalUrl, WholeNumber } from './config/environment-rules.js';

/**
 * How the service hears of what became of its codes, and what it does about it; one property an environment variable,
 * the initialisers are the defaults.
 */
export class DeliveryConfig {
  /** The account whose SNS sends; present: its delivery logs are read. */
  @OptionalForm(/^\d{12}$/, 'the twelve digits of an AWS account')
  AWS_SNS_LOGS_ACCOUNT_ID?: string;

  /** Pause between two readings of the delivery logs, in seconds. */
  @WholeNumber(1, 3_600)
  AWS_SNS_LOGS_POLL_SECS = 15;

  @OptionalUrl()
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS?: string;
}
