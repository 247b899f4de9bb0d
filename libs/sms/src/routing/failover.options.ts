import { Max, Min } from 'class-validator';
import { Milliseconds, Whole } from '../providers/option-rules.js';
import type { BreakerOptions } from '../resilience/breaker.options.js';

/** When a provider is given up, and for how long. */
export class FailoverOptions implements BreakerOptions {
  /** Limit for sending one code, all attempts together, in ms. */
  @Milliseconds(100, 120_000)
  codeDeadlineMs: number = 10_000;

  /** Limit for sending one notification, all attempts together, in ms. */
  @Milliseconds(100, 300_000)
  notificationDeadlineMs: number = 30_000;

  /** Longest limit for one attempt while another provider is left, in ms; usually learnt, and shorter. */
  @Milliseconds(50, 60_000)
  attemptTimeoutMs: number = 4000;

  /** Shortest limit for one attempt, however fast the provider usually is, in ms. */
  @Milliseconds(50, 60_000)
  minAttemptTimeoutMs: number = 2000;

  /** Longest silence after which a one-time code is also given to the next provider, in ms; usually learnt, and shorter. */
  @Milliseconds(10, 60_000)
  hedgeDelayMs: number = 1000;

  /** Shortest such silence, in ms. Equal to `hedgeDelayMs`, it makes the delay fixed. */
  @Milliseconds(10, 60_000)
  minHedgeDelayMs: number = 250;

  /** Share of codes that may be given to two providers in healthy times. */
  @Min(0)
  @Max(1)
  hedgeShare: number = 0.01;

  /** Codes that may be given to two providers at the onset of an outage, before the breaker knows. */
  @Whole(1, 100_000)
  hedgeBurst: number = 128;

  /** Share of sends that may ask the same provider again. */
  @Min(0)
  @Max(1)
  retryShare: number = 0.1;

  /** Sends that may ask the same provider again at the onset of an outage. */
  @Whole(1, 100_000)
  retryBurst: number = 20;

  /** Attempts under way at one provider. */
  @Whole(1, 100_000)
  maxConcurrent: number = 256;

  /** Attempts that may wait for one provider; over it, sends are refused as `overloaded`. */
  @Whole(0, 1_000_000)
  maxQueued: number = 2048;

  /** Failures in a row after which a provider is left alone. */
  @Whole(1, 1000)
  consecutiveFailures: number = 5;

  /** Share of failures in the window at which it is left alone. */
  @Min(0.01)
  @Max(1)
  failureRate: number = 0.5;

  /** Share of slow calls in the window at which it is left alone. */
  @Min(0.01)
  @Max(1)
  slowCallRate: number = 0.8;

  /** A call is slow from here on, in ms. */
  @Milliseconds(1, 60_000)
  slowCallMs: number = 3000;

  /** Calls in the window before a share means anything. */
  @Whole(1, 100_000)
  minimumCalls: number = 20;

  /** Length of the window, in ms. */
  @Milliseconds(1000, 3_600_000)
  windowMs: number = 60_000;

  /** How long it is left alone at first, in ms; doubles with each probe that fails. */
  @Milliseconds(10, 3_600_000)
  openMs: number = 30_000;

  /** How long it is left alone at most, in ms. */
  @Milliseconds(10, 86_400_000)
  maxOpenMs: number = 600_000;
}
