import type { ServerResponse } from 'node:http';
import { PROVIDERS } from '../providers.js';
import type { Testbed } from '../running-testbed.js';

/** At most four updates a second, however many messages come. */
const UPDATE_EVERY_MS = 250;
/** As many messages as the page shows. */
const MESSAGES_PER_UPDATE = 200;

/** Tells the open inbox pages what is new; costs nothing while none is open. */
export class InboxEvents {
  readonly #followers = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | undefined;
  #newest: string | undefined;
  #clearings = 0;
  #revisions = 0;
  #state = '';

  constructor(private readonly testbed: Testbed) {}

  /** Keeps a response open as an event stream until its reader leaves. */
  follow(outgoing: ServerResponse): void {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    outgoing.write(eventOf('state', stateOf(this.testbed)));
    this.#followers.add(outgoing);
    outgoing.once('close', () => this.#leave(outgoing));
    if (this.#timer === undefined) this.#start();
  }

  #start(): void {
    this.#newest = this.testbed.messages({ limit: 1 })[0]?.id;
    this.#clearings = this.testbed.clearings;
    this.#revisions = this.testbed.revisions;
    this.#timer = setInterval(() => this.#update(), UPDATE_EVERY_MS).unref();
  }

  #leave(outgoing: ServerResponse): void {
    this.#followers.delete(outgoing);
    if (this.#followers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** One write for all that is new: a reader that has not taken it by the next one is behind. */
  #update(): void {
    const events = [...this.#clearing(), ...this.#news(), ...this.#change()].join('');
    if (events !== '') this.#tell(events);
  }

  #clearing(): string[] {
    if (this.testbed.clearings === this.#clearings) return [];
    this.#clearings = this.testbed.clearings;
    this.#newest = undefined;
    return [eventOf('cleared', '{}')];
  }

  #news(): string[] {
    const after = this.#newest === undefined ? {} : { after: this.#newest };
    const messages = this.testbed.messages({ limit: MESSAGES_PER_UPDATE + 1, ...after });
    this.#newest = messages[0]?.id ?? this.#newest;
    const told = messages.slice(0, MESSAGES_PER_UPDATE);
    // What is told in the same update is told as it stands already.
    const revised = this.testbed.revisedMessages(this.#revisions, 2 * MESSAGES_PER_UPDATE + 1);
    this.#revisions = this.testbed.revisions;
    const untold = revised.filter((message) => !told.includes(message));
    const toldAgain = untold.slice(0, MESSAGES_PER_UPDATE);
    const isMore = told.length < messages.length || toldAgain.length < untold.length;
    return [
      ...(told.length > 0 ? [eventOf('messages', JSON.stringify(told))] : []),
      ...(toldAgain.length > 0 ? [eventOf('revised', JSON.stringify(toldAgain))] : []),
      ...(isMore ? [eventOf('more', '{}')] : []),
    ];
  }

  #change(): string[] {
    const state = stateOf(this.testbed);
    if (state === this.#state) return [];
    this.#state = state;
    return [eventOf('state', state)];
  }

  /** A reader that cannot keep up is cut off: it comes back by itself and starts afresh. */
  #tell(events: string): void {
    for (const follower of this.#followers) {
      if (follower.writableNeedDrain) follower.destroy();
      else follower.write(events);
    }
  }
}

function stateOf(testbed: Testbed): string {
  return JSON.stringify(
    PROVIDERS.map((provider) => ({
      provider,
      faults: testbed.faults(provider),
      counts: testbed.requests(provider),
    })),
  );
}

function eventOf(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}
