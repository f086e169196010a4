import { quoteIdentifier } from '@sluice/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnTypeUnsupportedError } from '../../src/errors.ts';
import { columnsOf, deltaSchema, isSameType, parseSchema } from '../../src/delta/schema.ts';
import { deltaType } from '../../src/delta/type-name.ts';
import type { StructType } from '../../src/delta/types.ts';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import { metadata, protocol, useLake, writeCommit } from './lake.ts';

const lake = useLake();

const names = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !name.includes('\0')),
  fc.constantFrom('a', 'select', 'A b', 'a"b', "o'b", 'x,y', '(', ')', '[', 'STRUCT(', 'key'),
);

const primitives = fc.oneof(
  fc.constantFrom('VARCHAR', 'BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT', 'FLOAT', 'DOUBLE', 'BOOLEAN', 'BLOB', 'DATE'),
  fc.constant('TIMESTAMP WITH TIME ZONE'),
  fc
    .integer({ min: 1, max: 38 })
    .chain((width) => fc.integer({ min: 0, max: width }).map((scale) => `DECIMAL(${width},${scale})`)),
);

const types = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    primitives,
    tie('type').map((element) => `${element}[]`),
    fc.tuple(tie('type'), tie('type')).map(([key, value]) => `MAP(${key}, ${value})`),
    fc
      .uniqueArray(fc.tuple(names, tie('type')), {
        minLength: 1,
        maxLength: 4,
        selector: ([name]) => name.toLowerCase(),
      })
      .map((fields) => `STRUCT(${fields.map(([name, type]) => `${quoteIdentifier(name)} ${type}`).join(', ')})`),
  ),
})).type;

describe('a schema', () => {
  it('gives back the columns that it was made of, as DuckDB prints them', async () => {
    const { session, storage, root } = lake();
    let version = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(names, types), {
          minLength: 1,
          maxLength: 5,
          selector: ([name]) => name.toLowerCase(),
        }),
        async (columns) => {
          const select = columns.map(([name, type]) => `NULL::${type} AS ${quoteIdentifier(name)}`);
          const described = await session.describe(`SELECT ${select.join(', ')}`);
          writeCommit(root, version, [protocol, metadata(described)]);
          expect((await readSnapshot(session, storage, { version })).columns).toEqual(
            described.map((column) => ({ ...column, nullable: true })),
          );
          version += 1;
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is read as Spark writes it', () => {
    const inner = { type: 'struct', fields: [{ name: 'd', type: 'integer', nullable: false, metadata: {} }] };
    const field = (name: string, type: unknown, nullable = true) => ({ name, type, nullable, metadata: {} });
    const schema = parseSchema(
      JSON.stringify({
        type: 'struct',
        fields: [
          field('a', 'integer', false),
          field('b', inner),
          field('e', { type: 'array', elementType: inner, containsNull: true }),
          field('f', { type: 'map', keyType: 'string', valueType: 'decimal(5,2)', valueContainsNull: true }),
          field('g', 'decimal'),
          field('h', 'void'),
          field('i', 'timestamp_ntz'),
        ],
      }),
    );
    expect(columnsOf(schema ?? { type: 'struct', fields: [] })).toEqual([
      { name: 'a', type: 'INTEGER', nullable: false },
      { name: 'b', type: 'STRUCT("d" INTEGER)', nullable: true },
      { name: 'e', type: 'STRUCT("d" INTEGER)[]', nullable: true },
      { name: 'f', type: 'MAP(VARCHAR, DECIMAL(5,2))', nullable: true },
      { name: 'g', type: 'DECIMAL(10,0)', nullable: true },
      { name: 'i', type: 'TIMESTAMP', nullable: true },
    ]);
  });

  it.each(['', '{', '[]', '{"type":"array"}', '{"type":"struct","fields":[{"name":"a","type":"long"}]}', '"long"'])(
    'is none: %s',
    (text) => expect(parseSchema(text)).toBeUndefined(),
  );

  it('keeps what was there of columns that stay: metadata, nullability of parts, void columns', () => {
    const elements = { type: 'array', elementType: 'long', containsNull: false } as const;
    const base: StructType = {
      type: 'struct',
      fields: [
        { name: 'id', type: 'long', nullable: false, metadata: { comment: 'key' } },
        { name: 'parts', type: elements, nullable: true, metadata: {} },
        { name: 'nothing', type: 'void', nullable: true, metadata: {} },
        { name: 'gone', type: 'long', nullable: true, metadata: {} },
      ],
    };
    const columns = [
      { name: 'id', type: 'BIGINT', nullable: false },
      { name: 'parts', type: 'BIGINT[]', nullable: true },
      { name: 'note', type: 'VARCHAR', nullable: true },
    ];
    expect(deltaSchema(columns, base).fields).toEqual([
      base.fields[0],
      base.fields[1],
      { name: 'note', type: 'string', nullable: true, metadata: {} },
      base.fields[2],
    ]);
    const [other] = deltaSchema([{ name: 'id', type: 'INTEGER', nullable: false }], base).fields;
    expect(other).toEqual({ name: 'id', type: 'integer', nullable: false, metadata: {} });
  });

  it.each([
    ['UBIGINT', 'to DECIMAL(20,0)'],
    ['UUID', 'to VARCHAR'],
    ["ENUM('a', 'b')", 'to VARCHAR'],
    ['TIMESTAMP', 'to TIMESTAMP WITH TIME ZONE'],
    ['INTERVAL', 'Cast it in the model.'],
    ['STRUCT(a UUID)', 'Cast it in the model.'],
  ])('holds no %s', (type, advice) => {
    const make = () => deltaSchema([{ name: 'c', type, nullable: true }]);
    expect(make).toThrow(ColumnTypeUnsupportedError);
    expect(make).toThrow(advice);
  });
});

describe(deltaType, () => {
  it.each([
    '',
    'BIGINT]',
    'BIGINT[',
    'STRUCT()',
    'STRUCT(a)',
    'STRUCT(a BIGINT',
    'MAP(BIGINT)',
    'DECIMAL(1',
    'BIGINT x',
    '"a" BIGINT',
  ])('knows no type %s', (name) => expect(deltaType(name)).toBeUndefined());

  it('takes a list of fixed length for a list', () => {
    expect(deltaType('FLOAT[3]')).toEqual({ type: 'array', elementType: 'float', containsNull: true });
  });
});

describe(isSameType, () => {
  it('does not mind how names are quoted', () => {
    expect(isSameType('STRUCT(a BIGINT)', 'STRUCT("a" BIGINT)')).toBe(true);
    expect(isSameType('STRUCT(a BIGINT)', 'STRUCT("b" BIGINT)')).toBe(false);
    expect(isSameType('DECIMAL(5,2)', 'DECIMAL(6,2)')).toBe(false);
  });
});
