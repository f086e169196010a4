import { readFileSync } from 'node:fs';
import { macroStatements, transforms, transformsUsed } from '../src/index.ts';
import { describe, expect, it } from 'vitest';
import { database } from './support.ts';

const { session } = database();

const names = (used: readonly { readonly name: string }[]): string[] => used.map(({ name }) => name);

describe('the catalogue', () => {
  it('names no function that DuckDB has of its own', async () => {
    const list = names(transforms).map((name) => `'${name}'`);
    const rows = await session().query(
      `SELECT function_name FROM duckdb_functions() WHERE internal AND function_name IN (${list.join(', ')})`,
    );
    expect(rows).toEqual([]);
  });

  it('can be registered again', async () => {
    for (const statement of macroStatements()) await session().execute(statement);
  });

  it('states the types that DuckDB binds', async () => {
    const calls = [
      ['money_average(1.00::DECIMAL(12,2))', 'DECIMAL(18,2)'],
      ['money_ratio(1.00::DECIMAL(12,2), 3)', 'DECIMAL(18,2)'],
      ['money_round(1.00::DECIMAL(38,8))', 'DECIMAL(18,2)'],
      ['money_units(1.00::DECIMAL(12,2))', 'HUGEINT'],
      ["utc_date(TIMESTAMPTZ '2026-01-01 00:00:00+00')", 'DATE'],
      ["hour_of_day(TIMESTAMPTZ '2026-01-01 00:00:00+00')", 'INTEGER'],
      ["iso_day_of_week(DATE '2026-01-01')", 'INTEGER'],
      ["is_weekend(DATE '2026-01-01')", 'BOOLEAN'],
      ["days_between(DATE '2026-01-01', DATE '2026-01-02')", 'INTEGER'],
      ["one_line('a')", 'VARCHAR'],
      ["clean_id('1')", 'BIGINT'],
      ["segment(1, [1], ['a', 'b'])", 'VARCHAR'],
    ] as const;
    for (const [call, type] of calls) {
      expect(await session().describe(`SELECT ${call} AS value`)).toEqual([{ name: 'value', type }]);
      const name = call.slice(0, call.indexOf('('));
      expect(transforms.find((transform) => transform.name === name)?.returns).toBe(type);
    }
  });

  it('is inlined: DuckDB reads no more columns than the model needs', async () => {
    const plan = await session().query(
      `EXPLAIN SELECT money_average(amount) AS value FROM (SELECT 1.00::DECIMAL(10,2) AS amount, 2 AS unread)`,
    );
    expect(JSON.stringify(plan)).not.toContain('money_average');
  });
});

describe('transformsUsed', () => {
  it('holds what a model calls and what that calls in turn, callees first', () => {
    expect(names(transformsUsed(new Set(['money_average', 'count'])))).toEqual([
      'divide_half_up',
      'money_units',
      'money_ratio',
      'money_average',
    ]);
    expect(names(transformsUsed(new Set(['DAYS_BETWEEN'])))).toEqual(['utc_date', 'days_between']);
  });

  it('is empty where a model calls none', () => {
    expect(transformsUsed(new Set(['sum', 'round']))).toEqual([]);
  });
});

describe('README.md', () => {
  it('lists every transform as the catalogue describes it', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = readme
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| |\s+\|?$/gu, '')));
    expect(rows).toEqual(
      transforms.map(({ name, parameters, returns, describe: meaning }) => [
        `\`${name}(${parameters.map((parameter) => parameter.name).join(', ')})\``,
        returns,
        meaning,
      ]),
    );
  });
});
