import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../src/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-workflow-scripts-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`.github/scripts/${name}.mjs`, ...args], {
    cwd: workspaceRoot,
    encoding: 'utf8',
    env: environment,
  });
  return { status, stdout, stderr };
}

describe('run-arguments', () => {
  const flags = (parameters: string) => script('run-arguments', { PARAMETERS: parameters });

  it('makes a flag of every input that was filled in', () => {
    const inputs = { seed: 7, 'as-of': '2026-01-01', rows: '', 'full-refresh': true, 'dry-run': false, other: null };
    expect(flags(JSON.stringify(inputs)).stdout).toBe('--seed=7\n--as-of=2026-01-01\n--full-refresh\n');
  });

  it.each(['', 'null', '{}'])('makes none of %j, as a push or a schedule has it', (parameters) => {
    expect(flags(parameters)).toMatchObject({ status: 0, stdout: '' });
  });

  it.each([
    ['a line break', { seed: '1\n--data-dir=/' }],
    ['a blank', { seed: '1 2' }],
    ['a command', { seed: '$(id)' }],
    ['a flag for a name', { '--data-dir': '/' }],
    ['an object', { seed: { a: 1 } }],
  ])('refuses %s, and passes nothing on', (_, inputs) => {
    expect(flags(JSON.stringify(inputs))).toMatchObject({ status: 2, stdout: '' });
  });

  it('leaves a value that looks like a flag a value', () => {
    expect(flags('{"seed":"--data-dir"}').stdout).toBe('--seed=--data-dir\n');
  });
});

describe('lake', () => {
  const checkout = '/srv/runner/checkout';
  it.each(['', 'lake', checkout, `${checkout}/data/lake`, `${checkout}/../checkout/lake`])('refuses %j', (lake) => {
    const { status, stderr } = script('lake', { GITHUB_WORKSPACE: checkout, SLUICE_DATA_DIR: lake });
    expect(status).toBe(2);
    expect(stderr).toContain('docs/runner.md');
  });

  it.each(['/srv/sluice/lake', `${checkout}-lake`, '/srv/runner/..lake'])('takes %j', (lake) => {
    expect(script('lake', { GITHUB_WORKSPACE: checkout, SLUICE_DATA_DIR: lake }).status).toBe(0);
  });
});

describe('collect-records', () => {
  it('copies the records since the run began, of this pipeline alone', () => {
    const at = (path: string, seconds: number) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), '{}');
      utimesSync(join(folder, path), seconds, seconds);
    };
    at('started', 1_000);
    at('lake/tills/_runs/old/run.json', 999);
    at('lake/tills/_runs/new/run.json', 1_001);
    at('lake/other/_runs/foreign/run.json', 1_001);
    const environment = { SLUICE_DATA_DIR: join(folder, 'lake'), PIPELINE: 'tills' };
    const { stdout } = script('collect-records', environment, join(folder, 'started'), join(folder, 'out'));
    expect(stdout).toBe('1 run records\n');
    expect(['new', 'old', 'foreign'].filter((run) => existsSync(join(folder, 'out', run, 'run.json')))).toEqual([
      'new',
    ]);
  });

  it('finds none, and does not fail, where no run has begun', () => {
    const environment = { SLUICE_DATA_DIR: join(folder, 'lake'), PIPELINE: 'tills' };
    const result = script('collect-records', environment, join(folder, 'never'), join(folder, 'none'));
    expect(result).toMatchObject({ status: 0, stdout: '0 run records\n' });
  });
});
