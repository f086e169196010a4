import { describe, expect, it } from 'vitest';
import { indexedLeaves } from '../../src/delta/indexed-leaves.ts';
import { define } from './support.ts';

function told(columns: Readonly<Record<string, string>>, properties: Readonly<Record<string, string>> = {}) {
  const definition = define(columns, { properties });
  return indexedLeaves(definition.columns, definition.properties);
}

function pathsTold(columns: Readonly<Record<string, string>>, properties?: Readonly<Record<string, string>>) {
  return told(columns, properties).map(({ path }) => path.join('/'));
}

const integers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `c${index + from}`);
const nested = {
  id: 'BIGINT',
  s: 'STRUCT(a INTEGER, T STRUCT("b.c" VARCHAR, "d`e" DECIMAL(9,2)), l STRUCT(x DATE)[])',
  m: 'MAP(VARCHAR, STRUCT(x DATE))',
  'o,dd': 'STRUCT("f g" DATE)',
};

describe(indexedLeaves, () => {
  it('are columns, and fields of structs with their types; lists and maps are one', () => {
    expect(told(nested)).toEqual([
      { path: ['id'], type: 'BIGINT' },
      { path: ['s', 'a'], type: 'INTEGER' },
      { path: ['s', 'T', 'b.c'], type: 'VARCHAR' },
      { path: ['s', 'T', 'd`e'], type: 'DECIMAL(9,2)' },
      { path: ['s', 'l'], type: 'STRUCT("x" DATE)[]' },
      { path: ['m'], type: 'MAP(VARCHAR, STRUCT(x DATE))' },
      { path: ['o,dd', 'f g'], type: 'DATE' },
    ]);
  });

  it('are the first 32, unless the properties say how many: a struct counts for its fields', () => {
    const struct = `STRUCT(${integers(30)
      .map((name) => `${name} INTEGER`)
      .join(', ')})`;
    const columns = {
      id: 'BIGINT',
      s: struct,
      ...Object.fromEntries(integers(9, 30).map((name) => [name, 'INTEGER'])),
    };
    expect(pathsTold(columns)).toEqual(['id', ...integers(30).map((name) => `s/${name}`), 'c30']);
    const count = (number: string) => pathsTold(columns, { 'delta.dataSkippingNumIndexedCols': number });
    expect(count('3')).toEqual(['id', 's/c0', 's/c1']);
    expect(count('0')).toEqual([]);
    expect(count('-1')).toHaveLength(40);
  });

  it.each([
    ['id', ['id']],
    [' S.A , `ID`', ['id', 's/a']],
    ['s.t', ['s/T/b.c', 's/T/d`e']],
    ['s', ['s/a', 's/T/b.c', 's/T/d`e', 's/l']],
    ['s.`T`.`b.c`, m', ['s/T/b.c', 'm']],
    ['s.t.`d``e`', ['s/T/d`e']],
    ['`o,dd`.`f g`', ['o,dd/f g']],
    ['s.t.b.c, `s.a`, id.x, none', []],
    ['', []],
    ['id,', []],
    ['id `m', []],
  ])('are those that the properties name, a dot between a struct and its field: %j', (names, paths) => {
    const properties = { 'delta.dataSkippingStatsColumns': names, 'delta.dataSkippingNumIndexedCols': '1' };
    expect(pathsTold(nested, properties)).toEqual(paths);
  });
});
