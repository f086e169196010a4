import { describe, expect, it } from 'vitest';
import { generateRows, GenerationImpossibleError, rowsSql } from '../../src/index.ts';
import { fittingRowCount } from '../../src/generate/row-count.ts';
import { appContracts, parentsOf, relationsOf, rowsOf } from '../apps.ts';
import { contractOf, useBench } from '../support.ts';

const bench = useBench();

describe('generateRows', () => {
  it.each(appContracts)('keeps $app $table, but for its own SQL', async (app) => {
    const parents = await parentsOf(app);
    const rows = await generateRows(app.contract, {
      rows: fittingRowCount(app.contract, 40),
      seed: 1,
      parents: rowsOf(parents),
    });
    const results = await bench.judge(app.contract, rowsSql(app.contract, rows), { others: relationsOf(parents) });
    const judged = results.filter(({ type }) => type !== 'sql');
    expect(
      judged
        .filter(({ status }) => status !== 'passed' && status !== 'no_history')
        .map(({ rule, status, reason }) => [rule, status, reason]),
    ).toEqual([]);
  });

  it('gives the same rows for the same seed, and others for another', async () => {
    const contract = contractOf(`
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: code, logicalType: string, required: true, logicalTypeOptions: { pattern: '^C[0-9]{4}$' } }
      - { name: at, logicalType: timestamp }`);
    const rows = (seed: number) => generateRows(contract, { rows: 5, seed });
    expect(await rows(1)).toEqual(await rows(1));
    expect(await rows(1)).not.toEqual(await rows(2));
  });

  it('keeps steps, bounds, lists, lengths, pairs, formats and unique pairs', async () => {
    const contract = contractOf(
      `      - { name: a, logicalType: number, physicalType: 'DECIMAL(6,2)', required: true, logicalTypeOptions: { exclusiveMinimum: 0, maximum: 3, multipleOf: 0.25 } }
      - { name: b, logicalType: number, physicalType: 'DECIMAL(6,2)', logicalTypeOptions: { minimum: -1, maximum: 3 } }
      - { name: ratio, logicalType: number, required: true, logicalTypeOptions: { minimum: -0.5, exclusiveMaximum: 0.5 } }
      - { name: day, logicalType: date, required: true, logicalTypeOptions: { minimum: '2024-02-28', maximum: '2024-03-01' } }
      - { name: at, physicalType: TIMESTAMP, logicalTypeOptions: { minimum: '2024-02-28 23:00' } }
      - { name: word, logicalType: string, required: true, logicalTypeOptions: { minLength: 2, maxLength: 4 } }
      - name: written
        logicalType: string
        quality: [{ type: custom, engine: greatExpectations, implementation: { type: expect_column_values_to_match_strftime_format, kwargs: { strftime_format: '%d/%m/%Y' } } }]
      - name: size
        logicalType: string
        required: true
        quality: [{ metric: invalidValues, arguments: { validValues: [S, M, L] }, mustBe: 0 }]`,
      `    quality:
      - type: custom
        engine: greatExpectations
        implementation: { type: expect_column_pair_values_a_to_be_greater_than_b, kwargs: { column_A: a, column_B: b } }
      - type: custom
        engine: greatExpectations
        implementation: { type: expect_compound_columns_to_be_unique, kwargs: { column_list: [day, size] } }`,
    );
    const rows = await generateRows(contract, { rows: 9, seed: 3 });
    const results = await bench.judge(contract, rowsSql(contract, rows));
    expect(results.filter(({ status }) => status !== 'passed').map(({ rule }) => rule)).toEqual([]);
    await expect(generateRows(contract, { rows: 10, seed: 3 })).rejects.toThrow('unique (day, size)');
  });

  it('says which rules leave no row', async () => {
    const contract = contractOf(
      '      - { name: a, logicalType: integer, required: true, logicalTypeOptions: { minimum: 5 }, quality: [{ metric: invalidValues, arguments: { validValues: [4] }, mustBe: 0 }] }',
    );
    const rows = generateRows(contract, { rows: 1, seed: 1 });
    await expect(rows).rejects.toThrow(GenerationImpossibleError);
    await expect(rows).rejects.toThrow('a.m');
  });
});
