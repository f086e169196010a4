import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mapping, readWorkflows } from '../src/workflows.ts';
import { projects, workspaceRoot } from '../src/workspace.ts';

const workflows = readWorkflows();
const jobs = workflows.flatMap((workflow) => workflow.jobs);
const steps = jobs.flatMap((job) => job.steps.map((step) => ({ title: job.title, step })));
const isCall = ({ job }: { job: Readonly<Record<string, unknown>> }) => 'uses' in job;

describe('the workflows', () => {
  it('are there', () => {
    const files = ['ci.yml', 'invoices.yml', 'medallion.yml', 'run-pipeline.yml', 'security.yml', 'transactions.yml'];
    expect(workflows.map(({ file }) => file)).toEqual(expect.arrayContaining(files));
  });

  it('pin every action to a commit, and say which version that is', () => {
    const uses = workflows.flatMap(({ file, text }) =>
      [...text.matchAll(/^ *(?:- )?uses: *(?<action>.+)$/gm)].map(({ groups }) => ({
        file,
        action: groups?.['action'],
      })),
    );
    const own = /^\.\/\.github\/workflows\/[a-z-]+\.yml$/;
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.length).toBeGreaterThan(10);
    expect(uses.filter(({ action = '' }) => !own.test(action) && !pinned.test(action))).toEqual([]);
  });

  it('pin an action to one commit everywhere', () => {
    const pins = new Map<string, Set<string>>();
    for (const { text } of workflows) {
      for (const { groups } of text.matchAll(/uses: *(?<action>[\w-]+\/[\w-]+)[\w/-]*@(?<pin>.+)$/gm)) {
        const action = groups?.['action'] ?? '';
        pins.set(action, (pins.get(action) ?? new Set()).add(groups?.['pin'] ?? ''));
      }
    }
    expect([...pins].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it('give no right at the top, and each job its own', () => {
    expect(workflows.filter(({ permissions }) => JSON.stringify(permissions) !== '{}').map(({ file }) => file)).toEqual(
      [],
    );
    expect(jobs.filter(({ job }) => typeof job['permissions'] !== 'object').map(({ title }) => title)).toEqual([]);
  });

  it('let no job write what lies in the repository', () => {
    const rights = jobs.flatMap(({ title, job }) =>
      Object.entries(mapping(job['permissions'])).map(([scope, right]) => `${title}: ${scope} ${String(right)}`),
    );
    expect(rights.filter((right) => /(contents|actions|packages) write/.test(right))).toEqual([]);
  });

  it('end in time', () => {
    const endless = jobs.filter((job) => !isCall(job) && typeof job.job['timeout-minutes'] !== 'number');
    expect(endless.map(({ title }) => title)).toEqual([]);
  });

  it('put no expression into a script', () => {
    const mixed = steps.filter(
      ({ step }) => JSON.stringify(step['run'] ?? '').includes('${{') || 'script' in mapping(step['with']),
    );
    expect(mixed).toEqual([]);
  });

  it('leave no token in a checkout', () => {
    const checkouts = steps.filter(({ step }) => String(step['uses']).startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(3);
    expect(checkouts.filter(({ step }) => mapping(step['with'])['persist-credentials'] !== false)).toEqual([]);
  });

  it('name no secret, and run nothing that a fork could steer with more rights than it has', () => {
    expect(workflows.filter(({ text }) => text.includes('secrets.') || text.includes('secrets: inherit'))).toEqual([]);
    const events = workflows.flatMap(({ on }) => Object.keys(on));
    expect(events.filter((event) => ['pull_request_target', 'workflow_run', 'issue_comment'].includes(event))).toEqual(
      [],
    );
  });

  it('take a pull request to hosted machines only', () => {
    const open = workflows.filter(({ on }) => 'pull_request' in on).flatMap((workflow) => workflow.jobs);
    expect(open.filter(({ job }) => !/^ubuntu-[\d.]+$/.test(String(job['runs-on'])))).toEqual([]);
  });

  it('of pull requests can write in one job alone, which runs no code of the pull request and skips forks', () => {
    const open = workflows.filter(({ on }) => 'pull_request' in on).flatMap((workflow) => workflow.jobs);
    const writing = open.filter(({ job }) => {
      const rights = Object.entries(mapping(job['permissions']));
      return rights.some(([scope, right]) => right === 'write' && scope !== 'security-events');
    });
    expect(writing.map(({ title }) => title)).toEqual(['ci.yml: comment']);
    const job = mapping(writing[0]?.job);
    expect(job['permissions']).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(job['if']).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    const [checkout, ...rest] = writing[0]?.steps ?? [];
    expect(mapping(checkout?.['with'])['ref']).toBe('${{ github.event.pull_request.base.sha }}');
    const scripts = rest.map(({ run, uses }) => String(run ?? uses).trim());
    expect(scripts).toEqual([
      expect.stringMatching(/^actions\/download-artifact@/u),
      'node .github/scripts/comment.mjs "$RUNNER_TEMP/data-diff/comment.md"',
    ]);
  });

  it('of pull requests end in one job that needs all others but the one that comments', () => {
    const ci = workflows.find(({ file }) => file === 'ci.yml')?.jobs ?? [];
    const last = ci.at(-1)?.job ?? {};
    expect(last).toMatchObject({ name: 'Required', if: '${{ always() }}' });
    const others = ci.slice(0, -1).map(({ title }) => title.replace('ci.yml: ', ''));
    expect(last['needs']).toEqual(others.filter((name) => name !== 'comment'));
  });

  it('run one pipeline once at a time, and drop none that waits', () => {
    const run = jobs.find(({ title }) => title === 'run-pipeline.yml: run')?.job ?? {};
    const group = 'pipeline-${{ inputs.pipeline }}';
    expect(run['concurrency']).toEqual({ group, 'cancel-in-progress': false, queue: 'max' });
  });

  it('let the doctor look at the disk before they run, with a budget of the repository', () => {
    const run = jobs.find(({ title }) => title === 'run-pipeline.yml: run')?.steps ?? [];
    const doctor = run.findIndex((step) => String(step['run']).includes('sluice doctor'));
    expect(run[doctor]?.['env']).toEqual({ SLUICE_DISK_BUDGET: "${{ vars.SLUICE_DISK_BUDGET || '5GB' }}" });
    expect(run[doctor + 1]?.['name']).toBe('Run');
  });

  it('deploy Pages one after the other, in the one job that may', () => {
    const pages = jobs.filter(({ job }) => !isCall({ job }) && 'pages' in mapping(job['permissions']));
    expect(pages.map(({ title }) => title)).toEqual(['run-pipeline.yml: pages']);
    const concurrency = { group: 'pages', 'cancel-in-progress': false, queue: 'max' };
    expect(pages[0]?.job).toMatchObject({ needs: 'run', environment: { name: 'github-pages' }, concurrency });
  });

  it('keep record and site, also when the audit failed', () => {
    const run = jobs.find(({ title }) => title === 'run-pipeline.yml: run')?.steps ?? [];
    const after = run.slice(run.findIndex(({ name }) => name === 'Run') + 1);
    expect(after.length).toBe(4);
    expect(after.filter((step) => !JSON.stringify(step['if']).includes('always()'))).toEqual([]);
  });
});

describe.each(projects.filter(({ kind }) => kind === 'app'))('the workflow of $root', ({ root }) => {
  const name = root.replace('apps/', '');
  const workflow = workflows.find(({ file }) => file === `${name}.yml`);

  it('asks for the parameters of the pipeline, in their types', async () => {
    const { default: pipeline } = mapping(await import(pathToFileURL(join(workspaceRoot, root, 'pipeline.ts')).href));
    const parameters = Object.entries(mapping(mapping(pipeline)['parameters'])).map(([parameter, value]) => {
      const { kind, default: standard } = mapping(value);
      const flag = parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [flag, { type: kind === 'integer' ? 'number' : 'string', default: standard }];
    });
    const inputs = Object.entries(mapping(mapping(workflow?.on['workflow_dispatch'])['inputs'])).map(
      ([input, value]) => {
        const { type, default: standard } = mapping(value);
        return [input, { type, default: standard }];
      },
    );
    expect(inputs).toEqual([...parameters, ['full-refresh', { type: 'boolean', default: false }]]);
  });

  it('runs on a push to main that touches it, by hand, and by its schedule', () => {
    expect(Object.keys(workflow?.on ?? {})).toEqual(['push', 'workflow_dispatch', 'schedule']);
    const push = mapping(workflow?.on['push']);
    expect(push['branches']).toEqual(['main']);
    expect(push['paths']).toEqual(expect.arrayContaining([`${root}/**`, 'libs/core/**', 'package-lock.json']));
    const others = projects.filter((project) => project.kind === 'app' && project.root !== root);
    expect(others.filter((other) => JSON.stringify(push['paths']).includes(other.root))).toEqual([]);
  });

  it('calls the reusable one with its name', () => {
    const call = { uses: './.github/workflows/run-pipeline.yml', with: { pipeline: name } };
    expect(workflow?.jobs.map(({ job }) => job)).toMatchObject([call]);
  });
});
