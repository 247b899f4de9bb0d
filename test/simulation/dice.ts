import { seededRandom } from '../../libs/sms/src/testing/seeded-random.js';

type NonEmpty<T> = readonly [T, ...T[]];

/** Everything that is left to chance, drawn from one stream of one seed: the same draws in the same order. */
export class Dice {
  readonly random: () => number;

  /** @param stream tells apart the streams of one seed, so that draws of one do not move those of another */
  constructor(seed: number, stream: number) {
    this.random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  /** A whole number in [low, high], both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** In [low, high), each order of magnitude as likely as the next; `low` above 0. */
  magnitude(low: number, high: number): number {
    return low * (high / low) ** this.random();
  }

  /** A whole number drawn as {@link magnitude} draws. */
  wholeMagnitude(low: number, high: number): number {
    return Math.round(this.magnitude(low, high));
  }

  /** One of the items, each as likely as the next. */
  pick<const T>(items: NonEmpty<T>): T {
    return items[Math.floor(this.random() * items.length)] ?? items[0];
  }

  /** A latency, in ms, around `medianMs` with a long tail. */
  latency(medianMs: number): number {
    const bell = this.random() + this.random() + this.random() - 1.5;
    return medianMs * Math.exp(bell * 1.2);
  }

  /** Time to the next of events that come by themselves, on average every `meanMs`. */
  gap(meanMs: number): number {
    return -Math.log(1 - this.random()) * meanMs;
  }
}
