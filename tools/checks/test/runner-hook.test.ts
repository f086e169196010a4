import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../src/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-runner-hook-'));
const payload = join(folder, 'event.json');
beforeAll(() => {
  // As the guide installs it: beside each other, away from any checkout.
  for (const file of ['job-started.sh', 'job-started.mjs']) {
    copyFileSync(join(workspaceRoot, 'docker/runner', file), join(folder, file));
  }
  chmodSync(join(folder, 'job-started.sh'), 0o755);
  mkdirSync(join(folder, 'checkout'));
  symlinkSync(process.execPath, join(folder, 'node'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function hook(event: string | undefined, content: string, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(payload, content);
  const { status, stderr } = spawnSync('bash', [join(folder, 'job-started.sh')], {
    cwd: join(folder, 'checkout'),
    encoding: 'utf8',
    env: {
      PATH: '/usr/bin:/bin',
      GITHUB_EVENT_PATH: payload,
      ...(event === undefined ? {} : { GITHUB_EVENT_NAME: event }),
      ...environment,
    },
  });
  return { status, stderr };
}

/** The part of a payload that counts, as GitHub sends it. */
function pullRequest(head: string | null): string {
  const repo = (name: string | null) => (name === null ? null : { full_name: name, fork: name !== 'owner/sluice' });
  return JSON.stringify({
    action: 'opened',
    number: 7,
    pull_request: { head: { ref: 'main', repo: repo(head) }, base: { ref: 'main', repo: repo('owner/sluice') } },
    repository: { full_name: 'owner/sluice' },
  });
}

describe('the job-started hook', () => {
  it.each(['push', 'schedule', 'workflow_dispatch', 'merge_group'])('lets %s through', (event) => {
    expect(hook(event, '{}')).toEqual({ status: 0, stderr: '' });
  });

  it('lets a pull request of the repository itself through', () => {
    expect(hook('pull_request', pullRequest('owner/sluice')).status).toBe(0);
  });

  it.each([
    ['of a fork', 'pull_request', pullRequest('stranger/sluice'), 'comes from the fork "stranger/sluice"'],
    ['of a fork that was deleted', 'pull_request', pullRequest(null), 'is gone'],
    ['of a fork, with the rights of the base', 'pull_request_target', pullRequest('stranger/sluice'), 'not one that'],
    ['that says nothing', 'pull_request', '{}', 'does not say'],
    ['with a torn payload', 'pull_request', '{"pull_request":', 'cannot be read'],
  ])('refuses a pull request %s', (_, event, content, reason) => {
    const { status, stderr } = hook(event, content);
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
  });

  it.each(['workflow_run', 'issue_comment', 'release', ''])('refuses the event "%s"', (event) => {
    expect(hook(event, '{}').status).toBe(1);
  });

  it('refuses where there is no event, or no payload', () => {
    expect(hook(undefined, '{}').status).toBe(1);
    expect(hook('pull_request', '{}', { GITHUB_EVENT_PATH: join(folder, 'nothing') }).status).toBe(1);
  });

  it('is not steered by what a workflow puts into the environment or the checkout', () => {
    writeFileSync(join(folder, 'checkout/node'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const environment = { NODE_OPTIONS: '--require=/nowhere.cjs', PATH: `${folder}/checkout:/usr/bin:/bin` };
    expect(hook('pull_request', pullRequest('stranger/sluice'), environment).stderr).toContain('fork');
  });
});
