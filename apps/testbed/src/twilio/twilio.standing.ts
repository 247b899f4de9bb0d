/** How the Twilio account stands, as Account and Balance tell it. */
export interface TwilioStanding {
  readonly status: 'active' | 'suspended' | 'closed';
  readonly type: 'Full' | 'Trial';
  /** Money left, in `currency`. */
  readonly balance: number;
  /** ISO 4217. */
  readonly currency: string;
}

const AT_FIRST: TwilioStanding = { status: 'active', type: 'Full', balance: 100, currency: 'USD' };

/** What the Twilio account is told to be; one that is not active takes no message. */
export class TwilioStandings {
  #current = AT_FIRST;
  readonly createdAt: Date;
  #updatedAt: Date;

  constructor(private readonly now: () => Date) {
    this.createdAt = now();
    this.#updatedAt = this.createdAt;
  }

  get updatedAt(): Date {
    return this.#updatedAt;
  }

  get current(): TwilioStanding {
    return this.#current;
  }

  /** Changes what is given and leaves the rest. */
  change(change: Partial<TwilioStanding>): void {
    this.#current = { ...this.#current, ...change };
    this.#updatedAt = this.now();
  }

  reset(): void {
    this.#current = AT_FIRST;
    this.#updatedAt = this.createdAt;
  }
}
