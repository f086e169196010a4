import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { DiffReport } from '@sluice/pipeline';
import { measure, median, rounded } from './measured-process.ts';

/**
 * `sluice diff medallion` as a whole process: a lake against that of the same pipeline with one changed rule. The rules
 * are changed in a copy of the workspace. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    'memory-limit': { type: 'string' },
    threads: { type: 'string' },
  },
});
const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const sluice = join(folder, 'libs/cli/bin/sluice.mjs');
const model = join(folder, 'apps/medallion/models/silver/transactions_clean.sql');
const limits = [
  ...(values['memory-limit'] === undefined ? [] : ['--memory-limit', values['memory-limit']]),
  ...(values.threads === undefined ? [] : ['--threads', values.threads]),
];
/** What a rule is, and what it becomes. */
const rules = {
  refactoring: ["WHERE status = 'completed' AND amount > 0", "WHERE amount > 0 AND status = 'completed'"],
  fewerRows: ['amount > 0', 'amount >= 50'],
  everyRow: ['hour_of_day("timestamp") ', 'CAST((hour_of_day("timestamp") + 1) % 24 AS INTEGER) '],
} as const;

/** The launcher knows its workspace by its own real path, so it is copied; everything else is linked. */
function copyWorkspace(): void {
  for (const part of ['node_modules', 'libs', 'apps']) mkdirSync(join(folder, part));
  cpSync(join(workspace, 'package.json'), join(folder, 'package.json'));
  cpSync(join(workspace, 'apps/medallion'), join(folder, 'apps/medallion'), { recursive: true });
  for (const name of readdirSync(join(workspace, 'node_modules')).filter((each) => !each.startsWith('.')))
    symlinkSync(join(workspace, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of readdirSync(join(workspace, 'libs'))) {
    const [from, to] = [join(workspace, 'libs', name), join(folder, 'libs', name)];
    if (name === 'cli') cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
}

async function finished(args: readonly string[]): Promise<{ seconds: number; peakRssBytes: number; stdout: string }> {
  const measured = await measure(process.execPath, [sluice, ...args, '--output', 'json', ...limits]);
  if (measured.exitCode !== 0) throw new Error(`sluice exited with ${String(measured.exitCode)}: ${measured.stderr}`);
  return measured;
}

const run = (lake: string): Promise<unknown> =>
  finished(['run', 'medallion', '--transactions', values.transactions, '--as-of', '2026-01-01', '--data-dir', lake]);

async function figures(name: keyof typeof rules, before: string): Promise<unknown> {
  const [rule, changed] = rules[name];
  const lake = join(folder, name);
  const sql = readFileSync(model, 'utf8');
  if (!sql.includes(rule)) throw new Error(`${model} has no ${rule}`);
  writeFileSync(model, sql.replace(rule, changed));
  await run(lake);
  const seconds: number[] = [];
  let peakRssBytes = 0;
  let stdout = '';
  for (let turn = 0; turn < Number(values.runs); turn += 1) {
    const measured = await finished(['diff', 'medallion', '--against', before, '--data-dir', lake]);
    seconds.push(measured.seconds);
    peakRssBytes = Math.max(peakRssBytes, measured.peakRssBytes);
    stdout = measured.stdout;
  }
  writeFileSync(model, sql);
  rmSync(lake, { recursive: true, force: true });
  const report: unknown = JSON.parse(stdout);
  if (!isReport(report)) throw new Error(`sluice diff printed no report: ${stdout}`);
  return {
    rule: changed,
    seconds: rounded(median(seconds)),
    secondsMaximum: rounded(Math.max(...seconds)),
    peakRssBytes,
    tables: Object.fromEntries(
      report.tables.map(({ name: table, status, values: found }) => [
        table,
        found === undefined ? status : `${status}: +${found.added} −${found.removed} ~${found.changed}`,
      ]),
    ),
  };
}

function isReport(value: unknown): value is Pick<DiffReport, 'tables'> {
  return typeof value === 'object' && value !== null && 'tables' in value && Array.isArray(value.tables);
}

try {
  copyWorkspace();
  const before = join(folder, 'before');
  await run(before);
  const report = {
    benchmark: 'diff',
    transactions: Number(values.transactions),
    refactoring: await figures('refactoring', before),
    fewerRows: await figures('fewerRows', before),
    everyRow: await figures('everyRow', before),
  };
  console.log(JSON.stringify(report, undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
