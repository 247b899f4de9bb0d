import { IsIn } from 'class-validator';
import { WholeNumber } from './environment-rules.js';

/** What is done about codes that do not arrive, one property an environment variable; the initialisers are the defaults. */
export class WatchConfig {
  /** Whether codes that do not arrive are sent once more, by another route. */
  @IsIn(['on', 'off'])
  SMS_WATCH: 'on' | 'off' = 'on';

  /** Longest silence of a provider after which a code is sent once more, in seconds; usually learnt, and shorter. */
  @WholeNumber(1, 3_600)
  SMS_WATCH_MAX_SILENCE_SECS = 45;

  /** Shortest such silence, in seconds. */
  @WholeNumber(1, 3_600)
  SMS_WATCH_MIN_SILENCE_SECS = 15;
}
