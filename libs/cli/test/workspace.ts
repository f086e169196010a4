import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish, type Finished, type Spawned } from './processes.ts';

const cli = fileURLToPath(new URL('..', import.meta.url));
const installed = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A workspace of its own in a temporary folder: the real launcher over a command line of three lines. */
export interface Workspace {
  readonly root: string;
  readonly cache: string;
  write(path: string, text: string): void;
  sluice(args: readonly string[], options?: Spawned): Promise<Finished>;
  remove(): void;
}

export function createWorkspace(): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-workspace-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const part of ['bin', 'launcher', 'package.json'])
    cpSync(join(cli, part), join(root, 'libs/cli', part), { recursive: true });
  write('package.json', '{ "workspaces": ["apps/*", "libs/*"] }');
  write('libs/cli/src/index.ts', "export { main } from './main.ts';");
  write('libs/cli/src/main.ts', main('first'));
  mkdirSync(join(root, 'node_modules'));
  for (const name of ['esbuild', '@esbuild']) symlinkSync(join(installed, name), join(root, 'node_modules', name));
  return {
    root,
    cache: join(root, 'node_modules/.cache/sluice'),
    write,
    sluice: (args, options) => finish(process.execPath, [join(root, 'libs/cli/bin/sluice.mjs'), ...args], options),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A command line that prints a word, its arguments and what each pipeline exports. */
export function main(word: string): string {
  return `interface Launch { readonly pipelines: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> }
export async function main(argv: readonly string[], { pipelines }: Launch): Promise<void> {
  if (argv[0] === 'fail') throw new TypeError('broken');
  console.log('${word}', ...argv);
  for (const [name, load] of Object.entries(pipelines)) console.log(name, (await load()).default);
}
`;
}
