/**
 * Runs every pipeline that a change affects twice, as it is and as it was, on the same generated input, and compares what
 * came of it. Usage: node .github/scripts/data-diff.mjs BASE FILE, in a checkout with its packages and its history. The
 * Markdown goes into FILE, and into the job's summary. A pipeline that fails is told of, and is no failure here: the
 * tests judge it.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { commentOf } from './data-diff-text.mjs';

const EXITS = new Map([
  [1, 'its data does not keep a contract'],
  [2, 'a model, a contract or a setting is refused'],
]);

const [base = '', target = ''] = process.argv.slice(2);
const head = process.cwd();
const scratch = mkdtempSync(join(tmpdir(), 'sluice-data-diff-'));
const before = join(scratch, 'base');

try {
  const names = affectedPipelines();
  const commit = printed(head, 'git', 'rev-parse', '--verify', `${base}^{commit}`).trim();
  if (names.some((name) => existedBefore(name, commit))) checkOut(commit);
  const asOf = printed(
    head,
    'git',
    'show',
    '--no-patch',
    '--format=%cd',
    '--date=format-local:%Y-%m-%d',
    commit,
  ).trim();
  const subject =
    names.length === 0
      ? 'No pipeline is affected.'
      : `Base ${commit.slice(0, 12)} against this change, on the same generated input, as of ${asOf}.`;
  const text = commentOf(
    subject,
    names.map((name) => section(name, commit, asOf)),
  );
  mkdirSync(dirname(resolve(target)), { recursive: true });
  writeFileSync(target, `${text}\n`);
  const summary = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary !== '') appendFileSync(summary, `${text}\n`);
  console.log(text);
} finally {
  if (existsSync(before)) spawnSync('git', ['worktree', 'remove', '--force', before], { cwd: head });
  rmSync(scratch, { recursive: true, force: true });
}

/** Folders of apps/ with a pipeline whose project the change affects. */
function affectedPipelines() {
  const shown = printed(head, 'npx', 'nx', 'show', 'projects', '--affected', `--base=${base}`, '--head=HEAD', '--json');
  const affected = new Set(JSON.parse(shown.trim().split('\n').at(-1) ?? '[]'));
  return readdirSync(join(head, 'apps'))
    .filter((name) => /^[a-z][a-z0-9-]*$/u.test(name) && existsSync(join(head, 'apps', name, 'pipeline.ts')))
    .filter((name) => affected.has(JSON.parse(readFileSync(join(head, 'apps', name, 'package.json'), 'utf8')).name))
    .sort();
}

function existedBefore(/** @type {string} */ name, /** @type {string} */ commit) {
  return spawnSync('git', ['cat-file', '-e', `${commit}:apps/${name}/pipeline.ts`], { cwd: head }).status === 0;
}

/** The base beside the checkout. Where both ask for the same packages, those that are there are copied. */
function checkOut(/** @type {string} */ commit) {
  printed(head, 'git', 'worktree', 'add', '--detach', before, commit);
  const locks = [head, before].map((folder) => readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  if (locks[0] === locks[1]) printed(head, 'cp', '-a', join(head, 'node_modules'), join(before, 'node_modules'));
  else printed(before, 'npm', 'ci', '--ignore-scripts');
}

/** What is to be said of one pipeline. */
function section(/** @type {string} */ name, /** @type {string} */ commit, /** @type {string} */ asOf) {
  const title = `### <code>${name}</code>`;
  if (!existedBefore(name, commit)) return `${title}: new, nothing to compare it with`;
  const plans = [before, head].map((folder) => planOf(folder, name, asOf));
  const flags = sharedFlags(plans[0] ?? {}, plans[1] ?? {});
  const lakes = { base: join(scratch, 'lake-base'), head: join(scratch, 'lake-head') };
  for (const [side, folder, lake] of [
    ['base', before, lakes.base],
    ['this change', head, lakes.head],
  ]) {
    const { status } = sluice(folder ?? '', 'run', name, `--as-of=${asOf}`, `--data-dir=${lake}`, ...flags);
    if (status !== 0) {
      const why = EXITS.get(status ?? 0) ?? 'the log of the job says why';
      return `${title}: not compared, ${side} does not run (exit ${status ?? 'by a signal'}: ${why})`;
    }
  }
  const { status, stdout } = sluice(
    head,
    'diff',
    name,
    `--data-dir=${lakes.head}`,
    `--against=${lakes.base}`,
    '--output=markdown',
  );
  return status === 0 ? stdout.trim() : `${title}: not compared, the diff failed; the log of the job says why`;
}

/** The parameters that a pipeline would run with; none where it cannot be planned, which its run will tell. */
function planOf(/** @type {string} */ folder, /** @type {string} */ name, /** @type {string} */ asOf) {
  const args = ['plan', name, `--as-of=${asOf}`, `--data-dir=${join(scratch, 'none')}`, '--output=json'];
  const { status, stdout } = sluice(folder, ...args);
  return status === 0 ? JSON.parse(stdout).parameters : {};
}

/** The base's values of the parameters that both know: another default is no other data. */
function sharedFlags(/** @type {Record<string, unknown>} */ old, /** @type {Record<string, unknown>} */ now) {
  return Object.entries(old)
    .filter(([name]) => name in now && name !== 'asOf')
    .map(([name, value]) => `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}=${value}`);
}

/** Runs sluice as it is in a folder. It is not to know that this is a job, or each run would write into the summary. */
function sluice(/** @type {string} */ folder, /** @type {string[]} */ ...args) {
  console.log(`$ sluice ${args.join(' ')}    in ${folder === head ? 'this change' : 'base'}`);
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:GITHUB|ACTIONS|SLUICE)_/u.test(name));
  const { status, stdout, stderr } = spawnSync('npx', ['--no', 'sluice', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: Object.fromEntries(kept),
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) console.log(stderr);
  return { status, stdout };
}

/** What a command prints; ends this where it fails. */
function printed(/** @type {string} */ folder, /** @type {string} */ command, /** @type {string[]} */ ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', NX_DAEMON: 'false' },
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed with ${status}:\n${stderr}`);
}
