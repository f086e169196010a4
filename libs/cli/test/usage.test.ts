import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specs } from '../src/specs.ts';
import { finish } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(() => {
  shop = createShop();
});
afterAll(() => {
  shop.remove();
});

describe('help', () => {
  it('lists every command on stdout', async () => {
    const { exitCode, stdout, stderr } = await shop.sluice(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { name } of specs) expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, 'mu'));
  });

  it('shows the parameters of the pipeline that is named, with text, default and bounds', async () => {
    const { stdout } = await shop.sluice(['run', 'shop', '--help'], { env: { COLUMNS: '120' } });
    expect(stdout).toContain('Parameters of shop:');
    expect(stdout).toMatch(/--rows <integer> +orders to generate \(default: 30, at least 1\)/u);
    expect(stdout).toMatch(/--as-of <YYYY-MM-DD> .*default: today/u);
  });

  it('says which pipelines a parameter belongs to where none is named', async () => {
    const { stdout } = await shop.sluice(['run', '--help'], { env: { COLUMNS: '160' } });
    expect(stdout).toMatch(/--rows <integer> .*\[shop\]/u);
    expect(stdout).not.toMatch(/--seed <integer> .*\[/u);
  });

  it('prints the version of the workspace', async () => {
    expect(await shop.sluice(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    ['no command', [], 'Usage: sluice'],
    ['an unknown command', ['plam'], "USAGE unknown command 'plam'; did you mean plan?"],
    ['an unknown flag', ['run', 'shop', '--fulrefresh'], 'did you mean --full-refresh?'],
    ['an unknown parameter', ['plan', 'shop', '--row', '3'], 'did you mean --rows?'],
    ['a parameter of another pipeline', ['plan', 'mirror', '--rows', '3'], "unknown option '--rows'"],
    [
      'an unknown pipeline',
      ['run', 'shp'],
      'USAGE No pipeline is named shp; did you mean shop? There are: mirror, shop.',
    ],
    ['an unknown table', ['plan', 'shop', '--select', 'gold.spendin'], 'did you mean gold.spending?'],
    ['a missing argument', ['query'], "missing required argument 'sql'"],
    ['a surplus argument', ['plan', 'shop', 'gold'], 'too many arguments'],
    ['a word that a flag does not take', ['run', 'shop', '--publish', 'all'], 'Allowed choices are run, table'],
    ['a parameter out of bounds', ['plan', 'shop', '--rows', '0'], '--rows must be at least 1, got "0"'],
    ['settings, all of them', ['plan', '--threads', 'x', '--memory-limit', 'y'], '2 settings cannot be used'],
  ])('%s exits 2 and says what was meant', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await shop.sluice(args);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('is told as JSON too where JSON was asked for', async () => {
    const { exitCode, stdout, stderr } = await shop.sluice(['plan', 'shp', '--output', 'json']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^USAGE /u);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'USAGE', message: expect.stringContaining('shop'), exitCode: 2 },
    });
  });

  it('warns of a variable that looks like a setting', async () => {
    const { stderr } = await shop.sluice(['lineage', 'shop'], { env: { SLUICE_DATADIR: 'x' } });
    expect(JSON.parse(stderr)).toMatchObject({ level: 'warn', msg: expect.stringContaining('SLUICE_DATA_DIR') });
  });
});

describe('completion', () => {
  const completed = async (...words: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await shop.sluice(['complete', '--', ...words]);
    return stdout
      .split('\n')
      .map((line) => line.split('\t')[0] ?? '')
      .filter((word) => word !== '' && !word.startsWith(':'));
  };

  it.each(['bash', 'zsh', 'fish'])('prints a script for %s', async (shell) => {
    const { exitCode, stdout } = await shop.sluice(['completion', shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('complete --');
  });

  it('completes in bash, twice sourced, and runs nothing that stands on the line', async () => {
    const bin = join(shop.root, 'bin');
    shop.write('bin/sluice', `#!/bin/sh\nexec ${process.execPath} ${shop.launcher} "$@"\n`);
    chmodSync(join(bin, 'sluice'), 0o755);
    const script = `source <(sluice completion bash); source <(sluice completion bash)
      ask() { COMP_WORDS=(sluice "$@"); COMP_CWORD=$#; _sluice; echo "\${COMPREPLY[@]}"; }
      ask run s; ask plan shop --select gold.; ask query '$(touch ${shop.root}/touched)' --outp`;
    const { stdout, stderr } = await finish('bash', ['--norc', '-c', script], {
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('shop\ngold.spending gold.*\n--output\n');
    expect(existsSync(join(shop.root, 'touched'))).toBe(false);
  });

  it('completes commands, pipelines, flags, words of flags, parameters and tables', async () => {
    expect(await completed('li')).toEqual(['lineage']);
    expect(await completed('run', '')).toEqual(['mirror', 'shop']);
    expect(await completed('run', 'shop', '--full')).toEqual(['--full-refresh']);
    expect(await completed('run', 'shop', '--publish', '')).toEqual(['run', 'table']);
    expect(await completed('run', 'shop', '--ro')).toEqual(['--rows']);
    expect(await completed('run', 'mirror', '--ro')).toEqual([]);
    expect(await completed('run', 'shop', '--select', 'gold')).toEqual(['gold.spending', 'gold.*']);
    expect(await completed('maintain', 'gold.s')).toEqual(['gold.spending']);
    expect(await completed('maintain', '--pipeline', 's')).toEqual(['shop']);
  });

  it('stays silent where a line makes no sense', async () => {
    expect(await shop.sluice(['complete', '--', 'nothing', 'like', 'this'])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
