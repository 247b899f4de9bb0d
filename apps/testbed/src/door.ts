import type { IncomingMessage, ServerResponse } from 'node:http';
import { carryOut } from './carry-out.js';
import { CallerGoneError, Exchange } from './exchange.js';
import { FaultSwitch } from './fault-switch.js';
import { RequestCounts } from './request-counts.js';
import type { StandIn } from './stand-in.js';

/** Where one provider's requests come in: each is counted, given a fault, and answered by it. */
export class Door {
  readonly faults: FaultSwitch;
  readonly counts: RequestCounts;

  constructor(
    readonly standIn: StandIn,
    random: () => number,
  ) {
    this.faults = new FaultSwitch(random);
    this.counts = new RequestCounts(standIn.provider);
  }

  /** Settles once the request is answered or given up; a hung one settles at once and stays open. */
  async receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    this.counts.receive(incoming.headers['amz-sdk-request']);
    try {
      const exchange = new Exchange(incoming, outgoing, this.standIn, this.counts);
      this.counts.settle(await carryOut(this.faults.draw(), exchange));
    } catch (error) {
      if (!(error instanceof CallerGoneError)) throw error;
      this.counts.settle('aborted');
    }
  }
}
