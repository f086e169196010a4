import type { FlagName } from './flags.ts';
import type { Action } from './context.ts';

/** One command: what help, completion and the reference page say of it, and where its code lies. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** What the summary leaves open; a few sentences. */
  readonly details: string;
  /** As commander reads it: `[pipeline]`, `<sql>`. */
  readonly argument?: { readonly name: string; readonly describe: string; readonly choices?: readonly string[] };
  /** The flag with which the argument names a table, not a pipeline. */
  readonly tableWith?: 'from';
  /** What may follow the argument: `[files...]`. */
  readonly rest?: { readonly name: string; readonly describe: string };
  /** True where the parameters of the pipelines are flags of the command. */
  readonly parameters: boolean;
  readonly flags: readonly FlagName[];
  readonly examples: readonly string[];
  load(): Promise<{ readonly action: Action }>;
}

const PIPELINE = { name: '[pipeline]', describe: 'a folder of apps/; without it, every pipeline of the workspace' };
const ONE_PIPELINE = { name: '<pipeline>', describe: 'a folder of apps/' };
const ENGINE: readonly FlagName[] = ['memoryLimit', 'threads', 'spillLimit'];
const COMMON: readonly FlagName[] = ['logLevel', 'noColor'];
const RUNNING: readonly FlagName[] = [
  ...(['select', 'exclude', 'fullRefresh', 'dryRun', 'failFast', 'failOn', 'publish', 'output'] as const),
  ...(['dataDir', 'inputDir', 'outputDir'] as const),
  ...ENGINE,
  ...COMMON,
];

/** Every command, in the order in which help lists them. */
export const specs: readonly CommandSpec[] = [
  {
    name: 'plan',
    summary: 'show which tables a run would make, and why',
    details:
      'Binds every model against its contract and compares fingerprints with what is published. Makes and changes no table.',
    argument: PIPELINE,
    parameters: true,
    flags: ['select', 'exclude', 'fullRefresh', 'output', 'dataDir', 'inputDir', ...ENGINE, ...COMMON],
    examples: ['sluice plan medallion', 'sluice plan medallion --select +gold.customer_analytics --output json'],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'run',
    summary: 'make the tables, judge them by their contracts, publish them',
    details:
      'Every table is staged and audited before any is published; a failed audit publishes nothing. Unchanged tables are skipped. Ends with what each table holds.',
    argument: PIPELINE,
    parameters: true,
    flags: RUNNING,
    examples: [
      'sluice run',
      'sluice run medallion --transactions 1000000 --as-of 2026-01-01',
      'sluice run invoices --input-dir extracts --output-dir reports',
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'test',
    summary: 'run the fixtures beside the models: rows in, rows out, no lake',
    details:
      'Each case of models/<layer>/<table>.test.yaml binds its given rows and compares what the model returns, as bags of rows. With --mutate, each model is run again with one mistake at a time (a flipped comparison, a dropped filter, another join or aggregate, a bound that is off by one): a case must tell it from the model, or the contract must refuse what it makes of generated rows. Rows that break one rule of a contract at a time must be caught, too. Exits 1 where a mutant survives that survivors: in the fixture file does not explain, or a rule that nothing breaks.',
    argument: PIPELINE,
    parameters: false,
    flags: ['select', 'exclude', 'mutate', 'failFast', 'output', ...ENGINE, ...COMMON],
    examples: ['sluice test', 'sluice test medallion --select silver.*', 'sluice test medallion --mutate'],
    load: () => import('./commands/test.ts'),
  },
  {
    name: 'build',
    summary: 'test, then run',
    details: 'The run starts only where every fixture holds.',
    argument: PIPELINE,
    parameters: true,
    flags: RUNNING,
    examples: ['sluice build medallion'],
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'check',
    summary: 'judge what is published by the contracts as they are now',
    details: 'Reads the published tables and the CQL stores that serve them, and changes nothing.',
    argument: PIPELINE,
    parameters: true,
    flags: ['select', 'exclude', 'failOn', 'output', 'dataDir', ...ENGINE, ...COMMON],
    examples: ['sluice check medallion', 'sluice check --fail-on warning --output json'],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'validate',
    summary: 'judge a file or a Delta table by a suite of expectations, outside of any pipeline',
    details:
      'A suite is JSON in the form of Great Expectations: [{ "type", "kwargs" }]; docs/expectations describes each. The structure of CSV is checked byte by byte, and its columns get the types that keep all their values. Every expectation is judged; exits 1 where a critical one does not hold or cannot be judged.',
    parameters: false,
    flags: ['data', 'suite', 'table', 'param', 'asText', 'resultFormat', 'failOn', 'output', ...ENGINE, ...COMMON],
    examples: [
      'sluice validate --data orders.csv --suite orders.suite.json',
      'sluice validate --data orders=extract.parquet --data customers.csv --table orders --suite orders.suite.json --param day=2026-01-31 --result-format COMPLETE --output json',
    ],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'diff',
    summary: 'compare two data folders, or two versions of a table, value by value',
    details:
      'With --from the argument is a Delta table, and its versions are compared. Rows are matched by the contract’s primary key, or compared as whole rows where there is none. Values are the same where SQL finds them not distinct; files with the same bytes are not compared. Of each contract it says what was broken (a column, its type, never null, the key), loosened (a rule gone or weaker, or another that cannot be compared) and tightened. Personal columns are masked. Markdown fits into a comment on a pull request. Reads what it compares and changes nothing.',
    argument: { name: '[pipeline]', describe: `${PIPELINE.describe}; with --from a table: [pipeline.][layer.]table` },
    tableWith: 'from',
    parameters: false,
    flags: [
      ...([
        'against',
        'fromVersion',
        'toVersion',
        'select',
        'exclude',
        'samples',
        'failIfDiff',
        'outputDiff',
        'dataDir',
      ] as const),
      ...ENGINE,
      ...COMMON,
    ],
    examples: [
      'sluice diff medallion --against main-lake',
      'sluice diff --against main-lake --select gold.* --output markdown > comment.md',
      'sluice diff gold.customer_daily_aggregates --from 3 --to 5',
    ],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'contract',
    summary: 'check contracts, make other documents of them, or begin one from data',
    details:
      'lint names every mistake with file, line and column; without a name it reads every contract of the workspace. export prints what --to says of one contract; as sql, for each rule a query that gives rows only where it is broken, and in comments the rules that have none. infer reads a CSV, NDJSON or Parquet file and prints a first contract with its evidence as comments.',
    argument: { name: '<verb>', describe: 'what to do', choices: ['lint', 'export', 'infer'] },
    rest: { name: '[files...]', describe: 'files, or names of tables: [pipeline.][layer.]table' },
    parameters: false,
    flags: ['to', 'dialect', 'output', ...ENGINE, ...COMMON],
    examples: [
      'sluice contract lint',
      'sluice contract export gold.customer_analytics --to json-schema',
      'sluice contract export silver.transactions_clean --to ddl --dialect postgres',
      'sluice contract infer extract.csv > models/raw/extract.odcs.yaml',
    ],
    load: () => import('./commands/contract.ts'),
  },
  {
    name: 'quarantine',
    summary: 'list, show and replay rows that were set aside',
    details:
      'list shows what lies in quarantine, of a pipeline or a table if one is named; show the rows of a table with their reasons, personal values masked; replay runs the table and what needs it once more as the run did that set its rows aside, with --from corrected rows in the place of the records that they were made from (the columns of the table, and quarantine_id).',
    argument: { name: '<verb>', describe: 'what to do', choices: ['list', 'show', 'replay'] },
    rest: {
      name: '[name]',
      describe: 'a pipeline or a table for list, a table for show and replay: [pipeline.][layer.]table',
    },
    parameters: false,
    flags: ['runId', 'limitShown', 'from', 'output', 'dataDir', 'inputDir', 'outputDir', ...ENGINE, ...COMMON],
    examples: [
      'sluice quarantine list medallion',
      'sluice quarantine show bronze.transactions --limit 5',
      'sluice quarantine replay bronze.transactions --from corrected.csv',
    ],
    load: () => import('./commands/quarantine.ts'),
  },
  {
    name: 'query',
    summary: 'run one SELECT over the published tables',
    details:
      'A table is named [pipeline.][layer.]table; the shortest name that fits one table is enough. The SQL is read from stdin where it is "-". A Delta table can be read as it was: by version, by when it was committed, or by the as-of day of its run.',
    argument: { name: '<sql>', describe: 'one SELECT, or - for stdin' },
    parameters: false,
    flags: ['pipeline', 'atVersion', 'at', 'atAsOf', 'limit', 'outputRows', 'dataDir', ...ENGINE, ...COMMON],
    examples: [
      'sluice query "FROM gold.customer_analytics"',
      'sluice query "FROM gold.customer_daily_aggregates" --at-as-of 2026-01-31',
      'sluice query "SELECT count(*) FROM medallion.bronze.customers" --output json',
    ],
    load: () => import('./commands/query.ts'),
  },
  {
    name: 'history',
    summary: 'list the versions of a Delta table',
    details:
      'What was done, when, by which run, as of which day, to how many rows, as the table’s own log tells; newest first.',
    argument: { name: '<table>', describe: '[pipeline.][layer.]table' },
    parameters: false,
    flags: ['limitVersions', 'output', 'dataDir', ...ENGINE, ...COMMON],
    examples: [
      'sluice history gold.customer_daily_aggregates',
      'sluice history silver.customer_transactions --output json',
    ],
    load: () => import('./commands/history.ts'),
  },
  {
    name: 'shell',
    summary: 'a SQL prompt over the published tables of one pipeline',
    details:
      'Has the pipeline’s parameters (run.parameters) and its macros, so that a model can be pasted as it is. Statements end with a semicolon; .help lists the commands.',
    argument: ONE_PIPELINE,
    parameters: true,
    flags: ['print', 'dataDir', ...ENGINE, ...COMMON],
    examples: [
      'sluice shell medallion',
      'sluice shell medallion --print > medallion.sql && duckdb -init medallion.sql',
    ],
    load: () => import('./commands/shell.ts'),
  },
  {
    name: 'lineage',
    summary: 'show which table reads which',
    details: 'Read out of the models’ SQL. Mermaid can be pasted into Markdown.',
    argument: PIPELINE,
    parameters: false,
    flags: ['outputGraph', ...ENGINE, ...COMMON],
    examples: ['sluice lineage medallion', 'sluice lineage medallion --output mermaid'],
    load: () => import('./commands/lineage.ts'),
  },
  {
    name: 'profile',
    summary: 'describe every column of a published table',
    details:
      'Nulls, distinct values, range, mean, quantiles, most common values, shapes of text and a histogram, in one scan; of a table with more than 100,000 rows the last four are taken of a sample. The profile is saved beside the record of the run that published the table. Values of personal columns are not shown.',
    argument: { name: '<table>', describe: '[pipeline.][layer.]table' },
    parameters: false,
    flags: ['output', 'dataDir', ...ENGINE, ...COMMON],
    examples: ['sluice profile gold.customer_analytics', 'sluice profile transactions_clean --output json'],
    load: () => import('./commands/profile.ts'),
  },
  {
    name: 'report',
    summary: 'make the site of all runs from their records',
    details:
      'A static site: every pipeline and what is wrong with it now, every run with its plan, tables, checks, durations, graph and results. Opens from a disk and under any address. A named pipeline narrows the summary and JUnit, not the site.',
    argument: PIPELINE,
    parameters: false,
    flags: ['site', 'summary', 'junit', 'output', 'dataDir', ...COMMON],
    examples: ['sluice report', 'sluice report --site public', 'sluice report medallion --junit medallion.xml'],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'maintain',
    summary: 'pack, check-point and vacuum Delta tables',
    details:
      'Small files are packed into one in a version of the same rows, a checkpoint is written where one is due, and what is older than the retention goes: of the log, and data files that no version within it names. What a table or a CQL store has yet to read of another is kept, and named. No row changes: the next plan finds the tables unchanged. Every table is looked at before any is touched; waits for no run, but refuses while one is under way.',
    argument: { name: '[table]', describe: '[pipeline.][layer.]table; without it, every Delta table' },
    rest: { name: '[tables...]', describe: 'further tables' },
    parameters: false,
    flags: ['pipeline', 'dryMaintain', 'retention', 'output', 'dataDir', ...ENGINE, ...COMMON],
    examples: [
      'sluice maintain --dry-run',
      'sluice maintain silver.customer_transactions gold.customer_daily_aggregates',
      'sluice maintain --pipeline transactions --retention 30d --output json',
    ],
    load: () => import('./commands/maintain.ts'),
  },
  {
    name: 'clean',
    summary: 'remove leftovers of killed runs, old run records and what those runs set aside',
    details:
      'Published tables stay, and the rows that were set aside of them, unless --all --yes is given. Refuses while a run of the pipeline is under way.',
    argument: PIPELINE,
    parameters: false,
    flags: ['keepRuns', 'all', 'yes', 'dryClean', 'output', 'dataDir', ...COMMON],
    examples: ['sluice clean --dry-run', 'sluice clean medallion --all --yes'],
    load: () => import('./commands/clean.ts'),
  },
  {
    name: 'doctor',
    summary: 'check this machine and this workspace',
    details:
      'Node, DuckDB, limits and why they were chosen, the data folder and the free space of its disk, locks, leftovers, variables. Exits 3 where a run would fail, or has less space than the disk budget.',
    parameters: false,
    flags: ['output', 'dataDir', 'diskBudget', ...ENGINE, ...COMMON],
    examples: ['sluice doctor', 'sluice doctor --disk-budget 20GB', 'sluice doctor --output json'],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'completion',
    summary: 'print the script that completes sluice in a shell',
    details: 'Completes commands, flags, pipelines and tables.',
    argument: { name: '<shell>', describe: 'which shell', choices: ['bash', 'zsh', 'fish'] },
    parameters: false,
    flags: ['noColor'],
    examples: ['source <(sluice completion bash)', 'sluice completion fish > ~/.config/fish/completions/sluice.fish'],
    load: () => import('./commands/completion.ts'),
  },
];
