/** What an instance says of a circuit it shares with others. Times are wall-clock ms since the epoch. */
export interface CircuitNotice {
  /** Names the circuit; the same in every instance. */
  readonly circuit: string;
  readonly state: 'open' | 'closed';
  /** How often it has opened in a row; 0 where it is closed. */
  readonly openings: number;
  /** Until when nobody calls, where it is open. */
  readonly openUntil: number;
  /** When that was found out. */
  readonly at: number;
  /** Which instance found it out. */
  readonly by: string;
}

/**
 * Where instances post the state of the circuits they share. The class is the injection token.
 *
 * One notice a circuit, the latest. Every implementation passes `describeCircuitBoard` of `@standby/sms/testing`.
 */
export abstract class CircuitBoard {
  /** Posts a notice, unless a later one of the same circuit is there. */
  abstract post(notice: CircuitNotice): Promise<void>;

  /** The notices of what was found out at `since` or later. */
  abstract read(since: number): Promise<readonly CircuitNotice[]>;
}
