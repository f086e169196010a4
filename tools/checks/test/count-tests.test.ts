import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../src/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What .ci/run takes a report for: "PASSED FAILED". */
function count(report: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return spawnSync('node', ['.ci/count-tests.mjs', file], { cwd: workspaceRoot, encoding: 'utf8' }).stdout.trim();
}

const passed = { status: 'passed', fullName: 'holds', failureMessages: [] };
const failed = { status: 'failed', fullName: 'breaks', failureMessages: ['expected 1 to be 2'] };
const file = (status: string, assertionResults: readonly unknown[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults,
});

describe('.ci/count-tests.mjs', () => {
  it('adds up all files', () => {
    const testResults = [file('passed', [passed, passed]), file('failed', [passed, failed])];
    expect(count({ success: false, testResults })).toBe('3 1');
  });

  it('takes a file that cannot be loaded for one failure', () => {
    expect(count({ success: false, testResults: [file('failed', []), file('passed', [passed])] })).toBe('1 1');
  });

  it('takes a run that failed without a failed test for one failure', () => {
    expect(count({ success: false, testResults: [file('passed', [passed])] })).toBe('1 1');
  });

  it('takes no test at all for a failure', () => {
    expect(count({ success: true, testResults: [] })).toBe('0 1');
  });
});
