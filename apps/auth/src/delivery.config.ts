import { IsIn } from 'class-validator';
import { OptionalForm, OptionalOrigin, WholeNumber } from './config/environment-rules.js';

/**
 * How the service hears of what became of its codes, and what it does about it; one property an environment variable,
 * the initialisers are the defaults.
 */
export class DeliveryConfig {
  /** Whether codes that do not arrive are sent once more, by another route. */
  @IsIn(['on', 'off'])
  SMS_WATCH: 'on' | 'off' = 'on';

  /** Longest silence of a provider after which a code is sent once more, in seconds; usually learnt, and shorter. */
  @WholeNumber(1, 3_600)
  SMS_WATCH_MAX_SILENCE_SECS = 45;

  /** Shortest such silence, in seconds. */
  @WholeNumber(1, 3_600)
  SMS_WATCH_MIN_SILENCE_SECS = 15;

  /** Whether Twilio is told of each code if it was proven. */
  @IsIn(['on', 'off'])
  TWILIO_MESSAGE_FEEDBACK: 'on' | 'off' = 'off';

  /** The same of AWS End User Messaging, which counts those as failed that it is not told of. */
  @IsIn(['on', 'off'])
  AWS_EUM_MESSAGE_FEEDBACK: 'on' | 'off' = 'off';

  /** The account whose SNS sends; present: its delivery logs are read. */
  @OptionalForm(/^\d{12}$/, 'the twelve digits of an AWS account')
  AWS_SNS_LOGS_ACCOUNT_ID?: string;

  /** Pause between two readings of the delivery logs, in seconds. */
  @WholeNumber(1, 3_600)
  AWS_SNS_LOGS_POLL_SECS = 15;

  @OptionalOrigin()
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS?: string;
}
