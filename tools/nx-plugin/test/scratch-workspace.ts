import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const original = resolve(import.meta.dirname, '../../..');

export interface Finished {
  readonly exitCode: number | null;
  /** stdout and stderr, one after the other. */
  readonly output: string;
}

/**
 * A copy of the workspace's files in a temporary folder, with the packages that are installed here: what a fresh clone
 * is after `npm ci`. Its `@sluice/*` and its commands are the copy's own.
 */
export class ScratchWorkspace implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-workspace-')));

  constructor() {
    const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      cwd: original,
    });
    const files = list
      .toString()
      .split('\0')
      .filter((file) => file !== '' && existsSync(join(original, file)));
    for (const file of files) cpSync(join(original, file), join(this.root, file));
    this.#install();
  }

  /** Runs an installed command; never throws on its exit code. */
  run(command: string, ...args: readonly string[]): Finished {
    const { status, stdout, stderr, error } = spawnSync(join(this.root, 'node_modules/.bin', command), args, {
      cwd: this.root,
      encoding: 'utf8',
      env: environment(),
    });
    return { exitCode: status, output: `${stdout}${stderr}${error?.message ?? ''}` };
  }

  /**
   * Runs an installed command that is to succeed; gives what it printed.
   * @throws {Error} with that, where it does not.
   */
  succeed(command: string, ...args: readonly string[]): string {
    const { exitCode, output } = this.run(command, ...args);
    if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${String(exitCode)}\n${output}`);
    return output;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #install(): void {
    const modules = join(original, 'node_modules');
    for (const entry of readdirSync(modules)) {
      if (entry !== '.bin' && entry !== '@sluice') this.#link(join(modules, entry), `node_modules/${entry}`);
    }
    for (const folder of ['apps', 'libs', 'tools'].flatMap(children)) {
      this.#link(join(this.root, folder), `node_modules/@sluice/${folder.split('/')[1] ?? ''}`);
      const nested = join(original, folder, 'node_modules');
      if (existsSync(nested)) this.#link(nested, `${folder}/node_modules`);
    }
    for (const command of readdirSync(join(modules, '.bin'))) {
      const program = realpathSync(join(modules, '.bin', command));
      const own = program.startsWith(`${modules}/`) ? program : program.replace(original, this.root);
      this.#link(own, `node_modules/.bin/${command}`);
    }
  }

  #link(target: string, path: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    symlinkSync(target, join(this.root, path));
  }
}

function children(folder: string): readonly string[] {
  return readdirSync(join(original, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(original, path, 'package.json')));
}

/** Without what this test run tells its own children. */
function environment(): NodeJS.ProcessEnv {
  const foreign = /^(VITEST|VITE_|NODE_ENV$|NX_|npm_|INIT_CWD$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NX_DAEMON: 'false', NO_COLOR: '1' };
}
