import type { Case } from './cases.ts';
import type { GxEngine } from './judge.ts';
import { differencesOf, type Judgement } from './judgement.ts';

/** Where an engine of Great Expectations says otherwise than Sluice, and why, by `expectation engine`. */
export const reasons: Readonly<Record<string, string>> = {
  'expect_column_quantile_values_to_be_between pandas':
    'pandas takes the value that is nearest to the place of the quantile; SQL takes the smallest value that has that share of the values up to it, and so does Sluice.',
  'expect_column_pair_values_a_to_be_greater_than_b duckdb':
    'In SQL a comparison with a null is neither true nor false, and GX counts that as expected. On pandas such a pair is unexpected, and so it is in Sluice.',
  'expect_compound_columns_to_be_unique duckdb':
    'In SQL a null equals nothing, so GX does not find copies that have one. On pandas it does, and so does Sluice.',
  'expect_multicolumn_sum_to_equal duckdb':
    'In SQL a sum with a null is null, and GX counts that as expected. On pandas a null adds nothing, and so it does in Sluice.',
};

export interface Finding {
  readonly type: string;
  readonly engine: GxEngine;
  /** Why it was not run, or what differs. */
  readonly text: string;
}

export interface Agreement {
  readonly type: string;
  /** How many cases there are of it. */
  readonly cases: number;
  readonly notRun: readonly Finding[];
  readonly different: readonly Finding[];
}

/** What the engines say of each expectation beside what Sluice says, in the order of the cases. */
export function agreementsOf(
  cases: readonly Case[],
  ours: readonly Judgement[],
  theirs: Readonly<Record<GxEngine, readonly Judgement[]>>,
): readonly Agreement[] {
  const byType = new Map<string, { cases: number; notRun: Finding[]; different: Finding[] }>();
  for (const [index, { type, kwargs }] of cases.entries()) {
    const entry = byType.get(type) ?? { cases: 0, notRun: [], different: [] };
    byType.set(type, { ...entry, cases: entry.cases + 1 });
    const own = ours[index];
    if (own === undefined || own.error !== undefined)
      throw new Error(`${type} ${JSON.stringify(kwargs)} was not judged: ${own?.error ?? 'no result'}`);
    for (const engine of ['pandas', 'duckdb'] as const) {
      const other = theirs[engine][index];
      if (other === undefined || other.error !== undefined)
        entry.notRun.push({ type, engine, text: other?.error ?? 'no result' });
      else
        for (const difference of differencesOf(own, other))
          entry.different.push({ type, engine, text: `${JSON.stringify(kwargs)}: ${difference}` });
    }
  }
  return [...byType].map(([type, entry]) => ({ type, ...entry }));
}

/** The page that says what was compared and where the two differ. */
export function agreementPage(agreements: readonly Agreement[], versions: Readonly<Record<string, unknown>>): string {
  const cell = ({ notRun, different }: Agreement, engine: GxEngine): string => {
    if (notRun.some((finding) => finding.engine === engine)) return 'not run';
    return different.some((finding) => finding.engine === engine) ? 'differs' : 'agrees';
  };
  const rows = agreements.map((each) => {
    const page = `[${each.type}](expectations/${each.type}.md)`;
    return `| ${page} | ${String(each.cases)} | ${cell(each, 'pandas')} | ${cell(each, 'duckdb')} |`;
  });
  const differences = Object.entries(reasons).map(([name, reason]) => {
    const [type = '', engine = ''] = name.split(' ');
    return `- \`${type}\` on ${engine}: ${reason}`;
  });
  const packages = Object.entries(versions).filter(([name]) => name !== 'python');
  const names = packages.map(([name, version]) => `${name} ${String(version)}`);
  return `# Beside Great Expectations

The same expectations over one small table of nulls, empty texts, emoji, negative zero, leap days and copies, judged by
\`validate\` and by Great Expectations on pandas and on its DuckDB engine. Compared are \`success\`, \`element_count\`,
\`missing_count\`, \`unexpected_count\` and \`observed_value\`, where both give them. "Not run": that engine has no form of it.

Versions: ${names.join(', ')}.

| expectation | cases | pandas | DuckDB |
| --- | --- | --- | --- |
${rows.join('\n')}

Where an engine says otherwise:

${differences.join('\n')}

On its DuckDB engine Great Expectations closes the connection before it reads a result, and every expectation fails; the
comparison keeps it open. NaN, which pandas takes for a missing value and Sluice for a value, is not in the table.

\`npm run test:services -- -u\` writes this page; \`node tools/bench/run.mjs validate-gx\` compares the time that both take.
`;
}
