import { settingsTable } from '@sluice/core';

/** One flag of one or several commands. `flags` as commander reads it: `--select <selectors...>`. */
export interface Flag {
  readonly flags: string;
  readonly describe: string;
  readonly choices?: readonly string[];
  readonly group: 'Selection' | 'Options' | 'Settings';
}

function setting(name: string, value: string): Flag {
  const entry = settingsTable.find(({ flag }) => flag === name);
  return {
    flags: value === '' ? `--${name}` : `--${name} <${value}>`,
    describe: entry === undefined ? '' : `${entry.describe} (${entry.variable}; default: ${entry.default})`,
    group: 'Settings',
  };
}

function output(choices: readonly [string, ...string[]]): Flag {
  return {
    flags: '--output <form>',
    describe: `form of the result on stdout (default: ${choices[0]})`,
    choices,
    group: 'Options',
  };
}

/** Every flag but the parameters of pipelines, which their definitions declare. */
export const flags = {
  select: {
    flags: '--select <selectors...>',
    describe:
      'only these tables: silver.x, x, gold.*, +x, x+, 2+x, tag:t, state:modified; space unites, comma intersects',
    group: 'Selection',
  },
  exclude: {
    flags: '--exclude <selectors...>',
    describe: 'not these tables, named in the same way',
    group: 'Selection',
  },
  fullRefresh: { flags: '--full-refresh', describe: 'run unchanged tables too', group: 'Options' },
  dryRun: { flags: '--dry-run', describe: 'stage and audit, publish nothing', group: 'Options' },
  dryClean: { flags: '--dry-run', describe: 'say what would be removed, and remove nothing', group: 'Options' },
  dryMaintain: {
    flags: '--dry-run',
    describe: 'say what would be packed, written and removed, and do nothing',
    group: 'Options',
  },
  retention: {
    flags: '--retention <time>',
    describe:
      'how long files are kept that were removed from a table: 12h, 30d (default, and least: what the table says, else 7d)',
    group: 'Options',
  },
  failFast: { flags: '--fail-fast', describe: 'stop at the first table or case that fails', group: 'Options' },
  failOn: {
    flags: '--fail-on <severity>',
    describe: 'which failed checks fail the command (default: error)',
    choices: ['error', 'warning', 'never'],
    group: 'Options',
  },
  mutate: {
    flags: '--mutate',
    describe: 'then put single mistakes into the models, each of which a fixture or a contract must catch',
    group: 'Options',
  },
  publish: {
    flags: '--publish <unit>',
    describe: 'run: all tables together once all have passed; table: each as soon as it has passed (default: run)',
    choices: ['run', 'table'],
    group: 'Options',
  },
  keepRuns: {
    flags: '--keep-runs <number>',
    describe: 'run records to keep of each pipeline (default: 20)',
    group: 'Options',
  },
  all: {
    flags: '--all',
    describe: 'remove the tables and records of the pipelines too; asks for --yes',
    group: 'Options',
  },
  yes: { flags: '--yes', describe: 'really do it', group: 'Options' },
  print: {
    flags: '--print',
    describe: 'print the SQL after which every model runs in any DuckDB shell',
    group: 'Options',
  },
  site: {
    flags: '--site <folder>',
    describe: 'where the site goes (default: _site in the data folder)',
    group: 'Options',
  },
  summary: {
    flags: '--summary <file>',
    describe: 'write the last run of each pipeline as Markdown too',
    group: 'Options',
  },
  junit: {
    flags: '--junit <file>',
    describe: 'write the checks of the last run of each pipeline as JUnit XML too',
    group: 'Options',
  },
  pipeline: { flags: '--pipeline <name>', describe: 'look for the tables in this pipeline only', group: 'Options' },
  limit: {
    flags: '--limit <rows>',
    describe: 'most rows to print (default: 1000 as a table, else all)',
    group: 'Options',
  },
  limitVersions: { flags: '--limit <versions>', describe: 'only the newest so many (default: all)', group: 'Options' },
  atVersion: { flags: '--at-version <number>', describe: 'read this version of every table named', group: 'Options' },
  at: {
    flags: '--at <moment>',
    describe: 'read the newest version that was committed up to then: 2026-01-31T18:00:00Z, UTC unless it names a zone',
    group: 'Options',
  },
  atAsOf: {
    flags: '--at-as-of <day>',
    describe: 'read the newest version of a run whose as-of day is this one or earlier: YYYY-MM-DD',
    group: 'Options',
  },
  fromVersion: {
    flags: '--from <version>',
    describe: 'compare versions of one table instead: the old one',
    group: 'Options',
  },
  toVersion: { flags: '--to <version>', describe: 'the new one (default: the newest)', group: 'Options' },
  runId: { flags: '--run <id>', describe: 'the run that set the rows aside (default: the newest)', group: 'Options' },
  limitShown: { flags: '--limit <rows>', describe: 'most rows to show (default: 20)', group: 'Options' },
  from: { flags: '--from <file>', describe: 'corrected rows as CSV, NDJSON or Parquet', group: 'Options' },
  against: {
    flags: '--against <folder>',
    describe: 'the data folder that counts as old; what lies in --data-dir counts as new',
    group: 'Options',
  },
  samples: {
    flags: '--samples <number>',
    describe: 'most examples of added and removed rows, and of the changes in each column (default: 5)',
    group: 'Options',
  },
  failIfDiff: {
    flags: '--fail-if-diff',
    describe: 'exit 1 where a table, a column, a type or a value differs, or a contract was broken or loosened',
    group: 'Options',
  },
  data: {
    flags: '--data <files...>',
    describe:
      'CSV, NDJSON, JSON or Parquet files, or folders of Delta tables, [NAME=]FILE; without a name a table is called as its file',
    group: 'Options',
  },
  suite: { flags: '--suite <file>', describe: 'the expectations, as JSON', group: 'Options' },
  table: {
    flags: '--table <name>',
    describe: 'the table that is judged, where --data names several',
    group: 'Options',
  },
  param: {
    flags: '--param <values...>',
    describe: 'NAME=VALUE: what { "$PARAMETER": "NAME" } stands for in the suite; JSON, else text',
    group: 'Options',
  },
  asText: {
    flags: '--as-text <columns...>',
    describe: 'columns of CSV that stay text, whatever their values look like',
    group: 'Options',
  },
  resultFormat: {
    flags: '--result-format <format>',
    describe: 'how much a result says (default: SUMMARY)',
    choices: ['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE'],
    group: 'Options',
  },
  to: {
    flags: '--to <form>',
    describe: 'what to make of the contract (default: json-schema)',
    choices: ['json-schema', 'sql', 'typescript', 'ddl'],
    group: 'Options',
  },
  dialect: {
    flags: '--dialect <name>',
    describe: 'whose DDL (default: duckdb)',
    choices: ['duckdb', 'postgres', 'cql', 'spark'],
    group: 'Options',
  },
  output: output(['text', 'json']),
  outputRows: output(['table', 'json', 'csv']),
  outputDiff: output(['text', 'json', 'markdown']),
  outputGraph: output(['text', 'json', 'mermaid']),
  dataDir: setting('data-dir', 'folder'),
  inputDir: setting('input-dir', 'folder'),
  outputDir: setting('output-dir', 'folder'),
  memoryLimit: setting('memory-limit', 'size'),
  threads: setting('threads', 'number'),
  spillLimit: setting('spill-limit', 'size'),
  diskBudget: setting('disk-budget', 'size'),
  logLevel: setting('log-level', 'level'),
  noColor: setting('no-color', ''),
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

/** What the operator gave, read by the camelCase name of a flag. */
export interface FlagValues {
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  on(name: string): boolean;
  /** True where the flag's `--no-…` form was given. */
  off(name: string): boolean;
}

export function flagValues(values: Readonly<Record<string, unknown>>): FlagValues {
  return {
    text(name) {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    list(name) {
      const value = values[name];
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    },
    on: (name) => values[name] === true,
    off: (name) => values[name] === false,
  };
}
