/** Answers remembered; older ones say little of how it is now. */
const REMEMBERED = 64;
/** Answers before their share means anything. */
const MINIMUM = 16;

/** The share of the last answers that were "yes"; constant memory. */
export class ShareWindow {
  readonly #answers: boolean[] = [];
  #added = 0;
  #yes = 0;

  add(answer: boolean): void {
    const place = this.#added % REMEMBERED;
    if (this.#answers[place] === true) this.#yes -= 1;
    if (answer) this.#yes += 1;
    this.#answers[place] = answer;
    this.#added += 1;
  }

  /** In [0, 1]; `undefined` until 16 answers were given. */
  get share(): number | undefined {
    return this.#added < MINIMUM ? undefined : this.#yes / this.#answers.length;
  }
}
