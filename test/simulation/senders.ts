import type { SmsOptions } from '../../libs/sms/src/sms.options.js';
import type { SmsService } from '../../libs/sms/src/sms.service.js';
import type { SendEnd, SimulatedSend } from './simulated-send.js';
import type { PlannedSend } from './traffic.js';
import type { VirtualClock } from './virtual-clock.js';
import type { Witness } from './witness.js';

const CALLING_CODES: Record<string, string> = { GB: '+447400', US: '+1415', DE: '+49151', IN: '+91981' };

/** Why a caller stopped wanting its message. */
class CallerGaveUpError extends Error {
  override readonly name = 'CallerGaveUpError';
}

/** Those who ask the service to send, and may change their minds. */
export class Senders {
  #begun = 0;
  #door: SimulatedSend['door'] = 'open';
  #closing: 'not yet' | 'still closing' | 'closed' = 'not yet';
  #last: SimulatedSend | undefined;
  /** Sends that are given up when another ends. */
  readonly #followers = new Map<SimulatedSend, SimulatedSend>();

  constructor(
    private readonly sms: SmsService,
    private readonly clock: VirtualClock,
    private readonly witness: Witness,
    private readonly options: SmsOptions,
  ) {}

  get closing(): 'not yet' | 'still closing' | 'closed' {
    return this.#closing;
  }

  /** @param mustBeCarriedBy the only provider that will accept it, and has to */
  begin(planned: PlannedSend, mustBeCarriedBy?: string): void {
    const send = this.#sendOf(planned, mustBeCarriedBy);
    this.witness.sendBegan(send);
    this.#arrangeGivingUp(planned, send);
    this.#last = send;
    const signal = send.caller?.signal;
    const request = {
      to: send.to,
      text: 'Hello',
      purpose: planned.purpose,
      // No two have the same, so that it tells whose message a provider is asked for.
      validForSeconds: send.index,
      ...(planned.avoid !== undefined && { avoid: planned.avoid }),
      ...(send.key !== undefined && { idempotencyKey: send.key }),
      ...(signal && { signal }),
    };
    this.sms.send(request).then(
      (sent) => this.#ended(send, { name: 'resolved', sent }),
      (error: unknown) => this.#ended(send, { name: 'rejected', error }),
    );
  }

  /** Shuts the service down, whatever is under way. */
  close(): void {
    this.#door = 'closed';
    this.#closing = 'still closing';
    void this.sms.close().then(() => {
      this.#closing = 'closed';
      this.witness.serviceClosed();
    });
  }

  #sendOf({ purpose, country, givenUp, key }: PlannedSend, mustBeCarriedBy?: string): SimulatedSend {
    const { codeDeadlineMs, notificationDeadlineMs } = this.options.failover;
    this.#begun += 1;
    const digits =
      key === undefined ? String(this.#begun).padStart(6, '0') : `9${String(key).padStart(5, '0')}`;
    return {
      index: this.#begun,
      to: { e164: `${CALLING_CODES[country]}${digits}`, country },
      purpose,
      key: key === undefined ? undefined : `key-${key}`,
      beganAtMs: this.clock.elapsedMs(),
      deadlineMs: purpose === 'one-time-code' ? codeDeadlineMs : notificationDeadlineMs,
      caller: givenUp.when === 'never' ? undefined : new AbortController(),
      door: this.#door,
      ...(mustBeCarriedBy !== undefined && { mustBeCarriedBy }),
      calls: [],
      gaveUp: 'not',
      end: { state: 'under way' },
    };
  }

  #arrangeGivingUp({ givenUp }: PlannedSend, send: SimulatedSend): void {
    if (givenUp.when === 'before') this.#giveUp(send, this.clock.step - 1);
    if (givenUp.when === 'after') this.clock.after(givenUp.ms, () => this.#giveUp(send, this.clock.step));
    const isAlongside = givenUp.when === 'with the one before' && this.#last?.end.state === 'under way';
    if (isAlongside && this.#last) this.#followers.set(this.#last, send);
  }

  #giveUp(send: SimulatedSend, step: number): void {
    if (send.end.state === 'ended') return;
    send.gaveUp = { step };
    this.witness.callerGaveUp(send);
    send.caller?.abort(new CallerGaveUpError());
  }

  #ended(send: SimulatedSend, end: SendEnd): void {
    this.witness.sendEnded(send, end);
    const follower = this.#followers.get(send);
    if (follower) this.#giveUp(follower, this.clock.step);
  }
}
