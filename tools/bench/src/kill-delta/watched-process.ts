import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** Something that a process says it is about to do, and when, in milliseconds since the work began. */
export interface Mark {
  readonly phase: string;
  readonly at: number;
}

/** When to kill: so long after the work began, or after its step `index` was told. */
export type Moment = { readonly after: number } | { readonly index: number; readonly delay: number };

/** Reads of a line what the process is about to do; undefined where it is about something else. */
export type PhaseOf = (line: string) => string | undefined;

/** A process whose lines tell what it does. Each piece of work begins with `begin`. */
export class WatchedProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | NodeJS.Signals>;
  readonly #waiting = new Set<() => void>();
  #began = 0;
  #marks: Mark[] = [];
  #over = false;
  #errors = '';
  #lasted = 0;

  constructor(command: string, args: readonly string[], phaseOf: PhaseOf, options: SpawnOptions = {}) {
    this.#child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const { stdout, stderr } = this.#child;
    for (const stream of [stdout, stderr]) {
      if (stream === null) throw new Error('The process has no output.');
      createInterface({ input: stream }).on('line', (line) => {
        const phase = phaseOf(line);
        if (phase !== undefined) this.#marks.push({ phase, at: performance.now() - this.#began });
        else if (stream === stderr) this.#errors = `${this.#errors}${line}\n`.slice(-4000);
        this.#wake();
      });
    }
    this.#exit = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code, signal) => {
        this.#over = true;
        this.#lasted = performance.now() - this.#began;
        this.#wake();
        resolve(signal ?? code ?? -1);
      });
    });
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  /** Milliseconds from the beginning of the work to the end of the process. */
  get lasted(): number {
    return this.#lasted;
  }

  /** What it printed beside. */
  get errors(): string {
    return this.#errors;
  }

  /** From here on marks are counted; `line` asks for the work where the process waits for one. */
  begin(line?: string): void {
    this.#began = performance.now();
    this.#marks = [];
    if (line !== undefined) this.#child.stdin?.write(`${line}\n`);
  }

  /** @returns false where the process ended before */
  async seen(phase: string): Promise<boolean> {
    return this.#until(() => this.#marks.some((mark) => mark.phase === phase));
  }

  /**
   * Kills the process and all that it started at a moment; waits for its end.
   * @returns the phase that it was in; undefined where the work was done before
   */
  async killAt(moment: Moment, done: string): Promise<string | undefined> {
    if ('after' in moment) await Promise.race([setTimeout(moment.after), this.#exit]);
    else {
      await this.#until(() => this.#marks.length > moment.index || this.#marks.at(-1)?.phase === done);
      if (moment.delay >= 1) await Promise.race([setTimeout(moment.delay), this.#exit]);
    }
    this.#signal('SIGKILL');
    const end = await this.#exit;
    const last = this.#marks.at(-1)?.phase ?? 'start';
    return end === 'SIGKILL' && last !== done ? last : undefined;
  }

  /** Lets it end by itself. @returns its exit code, or the signal that ended it */
  async end(): Promise<number | NodeJS.Signals> {
    this.#child.stdin?.end();
    return this.#exit;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (!this.#over && this.#child.exitCode === null && pid !== undefined) process.kill(-pid, signal);
  }

  async #until(condition: () => boolean): Promise<boolean> {
    while (!condition()) {
      if (this.#over) return false;
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
    return true;
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
