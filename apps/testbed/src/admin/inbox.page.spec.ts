import { BrowserErrorCaptureEnum, Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TakenMessage } from '../taken-messages.js';
import { INBOX_PAGE } from './inbox.page.js';

const taken = (id: string, told: Partial<TakenMessage> = {}): TakenMessage => ({
  id,
  provider: 'twilio',
  to: '+15005550010',
  from: null,
  body: '482913 is your code.',
  segments: 1,
  acceptedAt: '2026-11-23T00:00:00.000Z',
  status: 'queued',
  asked: {},
  receipts: [],
  ...told,
});

/** The inbox as a browser has it, told its events by hand. */
class OpenInbox {
  readonly #listeners = new Map<string, (event: { data: string }) => void>();
  readonly #window: Window;
  /** What the admin API lists. */
  listed: readonly TakenMessage[] | Promise<readonly TakenMessage[]> = [];
  /** What it was asked for. */
  readonly asked: string[] = [];

  constructor() {
    const listeners = this.#listeners;
    this.#window = new Window({
      url: 'http://127.0.0.1/_testbed/',
      settings: {
        enableJavaScriptEvaluation: true,
        suppressInsecureJavaScriptEnvironmentWarning: true,
        errorCapture: BrowserErrorCaptureEnum.disabled,
      },
    });
    Object.assign(this.#window, {
      fetch: async (path: string) => {
        if (path === 'faults') return Response.json({ on: {}, available: {} });
        this.asked.push(path);
        return Response.json(await this.listed);
      },
      EventSource: class {
        addEventListener(name: string, listener: (event: { data: string }) => void) {
          listeners.set(name, listener);
        }
      },
    });
    this.#window.document.write(INBOX_PAGE);
  }

  /** Settles once the page has done what the event asks of it. */
  async tell(name: string, data: unknown = {}): Promise<void> {
    await this.#window.happyDOM.waitUntilComplete();
    this.#listeners.get(name)?.({ data: JSON.stringify(data) });
    await this.#window.happyDOM.waitUntilComplete();
  }

  /** Types a number into the filter. */
  async choose(number: string): Promise<void> {
    await this.#window.happyDOM.waitUntilComplete();
    const field = this.#window.document.querySelector('#number');
    if (field instanceof this.#window.HTMLInputElement) field.value = number;
    field?.dispatchEvent(new this.#window.Event('input'));
    await this.#window.happyDOM.waitUntilComplete();
  }

  /** What stands below each message, newest first. */
  get feet(): string[] {
    const feet = this.#window.document.querySelectorAll('#messages .foot');
    return Array.from(feet, (foot) => Array.from(foot.children, (part) => part.textContent).join(' · '));
  }

  close(): Promise<void> {
    return this.#window.happyDOM.close();
  }
}

describe('the inbox page', () => {
  let inbox: OpenInbox;

  beforeEach(() => {
    inbox = new OpenInbox();
  });
  afterEach(() => inbox.close());

  it('shows what was there, and what comes, newest first', async () => {
    inbox.listed = [taken('m1')];
    await inbox.tell('open');
    await inbox.tell('messages', [taken('m2', { status: 'sent' })]);
    expect(inbox.feet).toEqual(['1 segment · sent', '1 segment · queued']);
  });

  it('shows in its place what became of a message', async () => {
    await inbox.tell('messages', [taken('m2'), taken('m1')]);
    await inbox.tell('revised', [taken('m1', { status: 'undelivered', reason: '30003' })]);
    expect(inbox.feet).toEqual(['1 segment · queued', '1 segment · undelivered: 30003']);
    await inbox.tell('revised', [taken('m1', { status: 'delivered', feedback: 'confirmed' })]);
    expect(inbox.feet).toEqual(['1 segment · queued', '1 segment · delivered · feedback: confirmed']);
  });

  it('asks again where it shows a selection and more came than it was told', async () => {
    await inbox.choose('+1500 555');
    inbox.listed = [taken('m2'), taken('m1')];
    await inbox.tell('messages', [taken('m2'), taken('m3', { to: '+447400123456' })]);
    expect(inbox.feet).toEqual(['1 segment · queued']);
    await inbox.tell('more');
    expect(inbox.feet).toEqual(['1 segment · queued', '1 segment · queued']);
    expect(inbox.asked.at(-1)).toBe('messages?limit=200&provider=&number=%2B1500555');
  });

  it('does not ask again where it shows all of them', async () => {
    await inbox.tell('more');
    expect(inbox.asked).toEqual([]);
  });

  it('does not go back to an older answer that comes late', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly TakenMessage[]>();
    inbox.listed = promise;
    await inbox.tell('open');
    await inbox.tell('revised', [taken('m1', { status: 'delivered' })]);
    resolve([taken('m1')]);
    await inbox.tell('state', []);
    expect(inbox.feet).toEqual(['1 segment · delivered']);
  });

  it('shows nothing more of a message that it does not show', async () => {
    await inbox.tell('messages', [taken('m1')]);
    await inbox.tell('revised', [taken('m0', { status: 'delivered' })]);
    await inbox.tell('cleared');
    await inbox.tell('revised', [taken('m1', { status: 'delivered' })]);
    expect(inbox.feet).toEqual([]);
  });
});
