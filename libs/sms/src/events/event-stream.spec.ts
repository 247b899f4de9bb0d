import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { filter, firstValueFrom, map, Subject, startWith } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream.js';

let subject: Subject<number>;
let stream: EventStream<number>;
let logged: unknown[];
/** What would have ended the process. */
let uncaught: unknown[];

const note = (error: unknown) => uncaught.push(error);

beforeEach(() => {
  subject = new Subject();
  stream = new EventStream((subscriber) => subject.subscribe(subscriber));
  logged = [];
  uncaught = [];
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  const log = (line: unknown) => logged.push(line);
  Logger.overrideLogger({ log, warn: log, error: log });
});

afterEach(() => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
  Logger.overrideLogger(false);
});

/** Tells 1 to 3, and lets happen what RxJS puts off, which it does by a timer of no time. */
const tellAll = async () => {
  for (const value of [1, 2, 3]) {
    subject.next(value);
    await setTimeout(0);
  }
};
const fail = (): never => {
  throw new Error('listener');
};

describe('EventStream', () => {
  it.each<[string, (listener: () => void) => unknown]>([
    ['a function', (listener) => stream.subscribe(listener)],
    ['an object', (listener) => stream.subscribe({ next: listener })],
    [
      'behind operators',
      (listener) =>
        stream
          .pipe(
            map((value) => value * 2),
            filter(Boolean),
          )
          .subscribe(listener),
    ],
  ])('logs a listener that throws, and it hears no more: %s', async (_, subscribe) => {
    const failing = vi.fn(fail);
    const heard: number[] = [];
    subscribe(failing);
    stream.subscribe((value) => heard.push(value));
    await tellAll();
    expect(failing).toHaveBeenCalledOnce();
    expect(heard).toEqual([1, 2, 3]);
    expect(logged).toEqual([{ msg: 'a listener failed and hears no more', err: new Error('listener') }]);
    expect(uncaught).toEqual([]);
  });

  it('takes a promise that rejects for the same', async () => {
    const failing = vi.fn((): unknown => Promise.reject(new Error('listener')));
    stream.subscribe(failing);
    await tellAll();
    expect(failing).toHaveBeenCalledOnce();
    expect(logged).toHaveLength(1);
    expect(uncaught).toEqual([]);
  });

  it('logs an operator that throws where nobody takes the error', async () => {
    stream.pipe(map(fail)).subscribe(() => {});
    await tellAll();
    expect(logged).toHaveLength(1);
    expect(uncaught).toEqual([]);
  });

  it('gives the error to whoever takes it, and the end', async () => {
    const taken: unknown[] = [];
    stream.pipe(map(fail)).subscribe({ error: (error: unknown) => taken.push(error) });
    await tellAll();
    stream.subscribe({ complete: () => taken.push('complete') });
    subject.complete();
    expect(taken).toEqual([new Error('listener'), 'complete']);
    expect(logged).toEqual([]);
  });

  it('stops a listener that throws at once, while it subscribes', async () => {
    const failing = vi.fn(fail);
    stream.pipe(startWith(0)).subscribe(failing);
    await tellAll();
    expect(failing).toHaveBeenCalledOnce();
  });

  it('is an Observable like any other', async () => {
    const heard: number[] = [];
    const first = firstValueFrom(stream);
    const subscription = stream.subscribe((value) => heard.push(value));
    subject.next(1);
    subscription.unsubscribe();
    subject.next(2);
    expect(heard).toEqual([1]);
    expect(await first).toBe(1);
    expect(subject.observed).toBe(false);
  });
});
