import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Contract, ContractColumn } from '../contract.ts';
import { literalFor } from '../literal.ts';
import { isOnColumn, type RowTest } from '../row-tests/row-test.ts';
import { testedRules } from '../row-tests/tested-rules.ts';
import { isFloat } from '../types.ts';
import { enforced, type Check } from './check.ts';

/** What PostgreSQL reads as DuckDB does; NULL keeps every CHECK, as it keeps every rule. */
export function postgresChecks(contract: Contract): readonly Check[] {
  const columns = new Map(contract.columns.map((column) => [column.name, column]));
  const tests = new Map(testedRules(contract).map(({ rule, tests: all }) => [rule.id, all]));
  return enforced(contract).map((rule): Check => {
    if (rule.form !== 'row') return { rule, reason: 'it needs the other table' };
    const parts = tests.get(rule.id)?.map((test) => checkOf(test, columns));
    const reason =
      parts === undefined ? 'only DuckDB can tell' : parts.find((part) => part.reason !== undefined)?.reason;
    if (reason !== undefined || parts === undefined) return { rule, reason: reason ?? '' };
    return { rule, sql: parts.map(({ sql = 'TRUE' }) => sql).join(' AND ') };
  });
}

interface Part {
  readonly sql?: string;
  readonly reason?: string;
}

function checkOf(test: RowTest, columns: ReadonlyMap<string, ContractColumn>): Part {
  if (test.test === 'pair') return pairCheck(test, columns);
  if (!isOnColumn(test)) return { reason: 'several columns together are left to the audit' };
  const column = columns.get(test.column);
  if (column === undefined) return { reason: `there is no column ${test.column}` };
  const sql = quoteIdentifier(test.column);
  switch (test.test) {
    case 'present':
      return { sql: `${sql} IS NOT NULL` };
    case 'absent':
      return { sql: `${sql} IS NULL` };
    case 'bound': {
      const bound = literalOf(boundValue(test.value, column), column);
      if (bound === undefined) return { reason: `${test.value} has no literal` };
      const held = column.family === 'text' ? `${sql} COLLATE "C"` : sql;
      const holds = `${held} ${test.operator} ${bound}`;
      return { sql: isFloat(column.family) ? `${sql} <> 'NaN' AND ${holds}` : holds };
    }
    case 'length': {
      const length = `char_length(${sql})`;
      const most = test.most === Infinity ? [] : [`${length} <= ${String(test.most)}`];
      return {
        sql: [...(test.least > 0 ? [`${length} >= ${String(test.least)}`] : []), ...most].join(' AND ') || 'TRUE',
      };
    }
    case 'matches':
      return isPortable(test.pattern)
        ? { sql: `${sql} ${test.negated ? '!~' : '~'} ${quoteLiteral(test.pattern)}` }
        : { reason: `PostgreSQL reads ${test.pattern} otherwise` };
    case 'matches-any': {
      const other = test.patterns.find((pattern) => !isPortable(pattern));
      if (other !== undefined) return { reason: `PostgreSQL reads ${other} otherwise` };
      const found = test.patterns.map((pattern) => `${sql} ~ ${quoteLiteral(pattern)}`);
      return { sql: found.length === 0 ? `${sql} IS NULL` : `(${found.join(' OR ')})` };
    }
    case 'member': {
      const members = test.values.filter((value) => value !== null).map((value) => literalOf(value, column));
      if (members.includes(undefined)) return { reason: 'a value has no literal' };
      if (members.length === 0) return { sql: test.negated ? 'TRUE' : `${sql} IS NULL` };
      return { sql: `${sql} ${test.negated ? 'NOT ' : ''}IN (${members.join(', ')})` };
    }
    case 'multiple': {
      const step = String(test.step);
      if (!isFloat(column.family)) return { sql: `${sql} % ${step} = 0` };
      return { sql: `abs(${sql} / ${step} - round(${sql} / ${step})) <= 1e-9` };
    }
    case 'written':
      return { reason: 'PostgreSQL has no strptime' };
  }
}

function pairCheck(test: Extract<RowTest, { test: 'pair' }>, columns: ReadonlyMap<string, ContractColumn>): Part {
  const [a, b] = test.columns.map((name) => {
    const sql = quoteIdentifier(name);
    // The order of code points, whatever the database's collation.
    return columns.get(name)?.family === 'text' ? `${sql} COLLATE "C"` : sql;
  });
  const [first, second] = test.columns.map((name) => `${quoteIdentifier(name)} IS NULL`);
  const ignored = {
    both: `${first ?? ''} AND ${second ?? ''} OR `,
    either: `${first ?? ''} OR ${second ?? ''} OR `,
    neither: '',
  };
  return { sql: `${ignored[test.ignored]}(${a ?? ''} ${test.operator} ${b ?? ''}) IS TRUE` };
}

/** Without escapes of classes and without a dot outside of a class both read a pattern alike; repetitions end at 255. */
function isPortable(pattern: string): boolean {
  const bare = pattern.replace(/\[(?:\\.|[^\]\\])*\]/g, (found) => (/\\[dDwWxbB]/.test(found) ? '\\w' : ''));
  const counts = [...bare.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, low, high]) => [
    Number(low),
    Number(high ?? 0),
  ]);
  return !/\\\w|(?<!\\)\./.test(bare) && counts.every((count) => count <= 255) && !pattern.startsWith('***');
}

/** What a bound was before it was text. */
function boundValue(value: string, { family }: ContractColumn): unknown {
  return family === 'integer' || family === 'decimal' || family === 'float' ? Number(value) : value;
}

function literalOf(value: unknown, column: ContractColumn): string | undefined {
  const like = column.family === 'float' ? { family: 'float' as const, type: 'DOUBLE' } : column;
  const literal = literalFor(value, like);
  return literal.ok ? literal.sql : undefined;
}
