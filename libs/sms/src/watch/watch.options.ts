import { Max, Min } from 'class-validator';
import { Milliseconds, Whole } from '../providers/option-rules.js';

/** When a code that was accepted is sent once more, by another route. */
export class WatchOptions {
  /** Longest silence of a provider after which a code is sent once more, in ms; usually learnt, and shorter. */
  @Milliseconds(1000, 3_600_000)
  maxSilenceMs: number = 45_000;

  /** Shortest such silence, in ms; equal to `maxSilenceMs`, it makes the silence fixed. */
  @Milliseconds(100, 3_600_000)
  minSilenceMs: number = 15_000;

  /** A code that lives no longer than this is not sent once more, in ms: nobody could type it in. */
  @Milliseconds(0, 3_600_000)
  minLifeMs: number = 30_000;

  /** Share of the codes that arrived of which a provider has to have told, for its silence to mean anything. */
  @Min(0)
  @Max(1)
  minReportedShare: number = 0.8;

  /** Share of codes that may be sent once more in healthy times. */
  @Min(0)
  @Max(1)
  resendShare: number = 0.1;

  /** Codes that may be sent once more at the onset of trouble; those that arrive thereby do not count. */
  @Whole(1, 1_000_000)
  resendBurst: number = 100;
}
