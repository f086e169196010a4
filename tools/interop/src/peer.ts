import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { validator } from '@sluice/core';
import { here, python } from '../tools.mjs';

type Answer = { readonly result: unknown } | { readonly error: string };

/** What an engine says of a version of a table. */
export interface Described {
  readonly version: number;
  /** As Delta's schema JSON. */
  readonly schema: string;
  readonly partitionedBy: readonly string[];
}

const isAnswer = validator<Answer>({
  type: 'object',
  properties: { result: true, error: { type: 'string' } },
  minProperties: 1,
  additionalProperties: false,
});
const isDescribed = validator<Described | null>({
  type: ['object', 'null'],
  required: ['version', 'schema', 'partitionedBy'],
  properties: {
    version: { type: 'integer' },
    schema: { type: 'string' },
    partitionedBy: { type: 'array', items: { type: 'string' } },
  },
});

/** Another engine in a process of its own, asked one thing after the other. */
export class Peer {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #log: string;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param script  a file of the folder python, without `.py`
   * @param folder  takes `<name>.log`, all that the engine prints
   */
  constructor(name: string, script: string, args: readonly string[], folder: string) {
    this.name = name;
    this.#log = join(folder, `${name}.log`);
    const file = join(here, 'python', `${script}.py`);
    this.#process = spawn(python, [file, ...args], { cwd: folder, stdio: ['pipe', 'pipe', openSync(this.#log, 'w')] });
    this.#lines = linesOf(this.#process)[Symbol.asyncIterator]();
  }

  /**
   * @param request  the operation's arguments by name, JSON
   * @throws {Error} with what the engine says where it refuses
   */
  ask(operation: string, request: Readonly<Record<string, unknown>>): Promise<unknown> {
    const answer = this.#last.then(() => this.#exchange({ ...request, op: operation }));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /**
   * Has the engine write the rows that it reads to a new Parquet file, or a folder of them.
   * @returns what it says of the version; undefined where it has no words for it
   */
  async read(table: string, rows: string, version?: number): Promise<Described | undefined> {
    const described = await this.ask('read', { table, rows, ...(version === undefined ? {} : { version }) });
    if (!isDescribed(described)) throw new Error(`${this.name} described ${table} as ${JSON.stringify(described)}`);
    return described ?? undefined;
  }

  /** It ends by itself when there are no more requests. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin?.end();
    await once(this.#process, 'exit');
  }

  async #exchange(request: unknown): Promise<unknown> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.name} has ended:\n${readFileSync(this.#log, 'utf8').slice(-4000)}`);
    const answer: unknown = JSON.parse(line.value);
    if (!isAnswer(answer)) throw new Error(`${this.name} answered ${line.value}`);
    if ('error' in answer) throw new Error(`${this.name}: ${answer.error}`);
    return answer.result;
  }
}

function linesOf({ stdout }: ChildProcess): Interface {
  if (stdout === null) throw new Error('A peer answers on its standard output.');
  return createInterface({ input: stdout });
}
