/** The recipients who asked one provider not to be written to; E.164. */
export class OptOuts {
  #numbers: ReadonlySet<string> = new Set();

  has(number: string): boolean {
    return this.#numbers.has(number);
  }

  /** In the order they were given. */
  list(): readonly string[] {
    return [...this.#numbers];
  }

  replace(numbers: readonly string[]): void {
    this.#numbers = new Set(numbers);
  }

  remove(number: string): void {
    this.#numbers = new Set([...this.#numbers].filter((other) => other !== number));
  }
}
