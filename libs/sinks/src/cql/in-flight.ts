/** Work under way at once, weighed: who would put in more than there is room for waits. The first failure ends it all. */
export class InFlight {
  readonly #room: number;
  #weight = 0;
  #running = 0;
  #failure: { readonly error: unknown } | undefined;
  #waiting: (() => void) | undefined;

  /** @param room  the weight that may be under way at once; a piece that is heavier goes alone */
  constructor(room: number) {
    this.#room = room;
  }

  /** Starts work as soon as there is room. @throws what any work before it failed with */
  async start(weight: number, work: () => Promise<void>): Promise<void> {
    while (this.#weight > 0 && this.#weight + weight > this.#room) await this.#change();
    this.#throwFailure();
    this.#weight += weight;
    this.#running += 1;
    void work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .then(() => {
        this.#weight -= weight;
        this.#running -= 1;
        this.#waiting?.();
      });
  }

  /** Waits for all that was started. @throws what any of it failed with, once nothing runs any more */
  async end(): Promise<void> {
    while (this.#running > 0) await this.#change();
    this.#throwFailure();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
