import { describe, expect, it } from 'vitest';
import { parseContract } from '../src/index.ts';
import { contractText, file, problemsIn, problemsOfText } from './support.ts';

const column = '      - { name: id, logicalType: integer }';
const expectedOf = (text: string): readonly string[] => parseContract(text, file).rules.map(({ expected }) => expected);

describe('a contract of ODCS 3.0', () => {
  it.each(['v3.0.0', 'v3.0.1', 'v3.0.2'])('of %s gives the columns of the same one of 3.1', (version) => {
    const [old, current] = [version, 'v3.1.0'].map((each) => parseContract(contractText(column, '', '', each), file));
    expect(old?.columns).toEqual(current?.columns);
    expect(old?.rules).toEqual(current?.rules);
  });

  it.each([
    ['      - { name: n, logicalType: integer, logicalTypeOptions: { minimum: 0, exclusiveMinimum: true } }', 'n > 0'],
    [
      '      - { name: n, logicalType: integer, logicalTypeOptions: { minimum: 0, exclusiveMinimum: false } }',
      'n >= 0',
    ],
    ['      - { name: n, logicalType: integer, logicalTypeOptions: { maximum: 9, exclusiveMaximum: true } }', 'n < 9'],
    [
      "      - { name: n, logicalType: date, logicalTypeOptions: { maximum: '2026-01-01', exclusiveMaximum: true } }",
      'n < 2026-01-01',
    ],
  ])('%s takes an exclusive bound for a flag', (properties, expected) => {
    expect(expectedOf(contractText(properties, '', '', 'v3.0.2'))).toContain(expected);
  });

  it('refuses what the other version writes: a flag in 3.1, a bound in 3.0', () => {
    const written = (bound: string): string =>
      `      - { name: n, logicalType: integer, logicalTypeOptions: { minimum: 0, exclusiveMinimum: ${bound} } }`;
    expect(problemsIn(written('true'))).toEqual([
      '10:94 schema[0].properties[0].logicalTypeOptions.exclusiveMinimum: must be number, got true',
    ]);
    expect(problemsIn(written('5'), '', '', 'v3.0.2')).toEqual([
      '10:94 schema[0].properties[0].logicalTypeOptions.exclusiveMinimum: must be boolean, got 5',
    ]);
  });

  it('has `rule` where 3.1 has `metric`', () => {
    const of = (key: string): string => `    quality: [{ ${key}: rowCount, mustBeGreaterThan: 1 }]`;
    expect(expectedOf(contractText(column, of('rule'), '', 'v3.0.2'))).toContain('row count > 1');
    expect(expectedOf(contractText(column, of('metric')))).toContain('row count > 1');
  });

  it('lists its team, and 3.1 names it', () => {
    const team = ['team: [{ username: ann }]', 'team: { name: data, members: [{ username: ann }] }'];
    const written = [contractText(column, '', team[0], 'v3.0.2'), contractText(column, '', team[1], 'v3.1.0')];
    expect(written.map((text) => parseContract(text, file).columns.length)).toEqual([1, 1]);
  });
});

/** A contract in JSON, one key a line, the lines in `schema` counted from 7. */
const json = (properties: string, rest = ''): string => `{
  "apiVersion": "v3.1.0",
  "kind": "DataContract",
  "id": "a",
  "version": "1",
  "status": "active",
  "schema": [{
    "name": "orders",
    "properties": [
      ${properties}
    ]
  }]${rest}
}`;

describe('a contract in JSON', () => {
  it('gives the rules of the same one in YAML', () => {
    const properties = `{ "name": "id", "logicalType": "integer", "required": true, "logicalTypeOptions": { "minimum": 1 } }`;
    const yaml = '      - { name: id, logicalType: integer, required: true, logicalTypeOptions: { minimum: 1 } }';
    expect(expectedOf(json(properties))).toEqual(expectedOf(contractText(yaml)));
  });

  it.each([
    [
      'a value that is none of those allowed',
      json(`{ "name": "id", "logicalType": "integr" }`),
      '10:38 schema[0].properties[0].logicalType: must be one of string, integer, number, boolean, date, timestamp, time, object, array, got "integr"; did you mean `integer`?',
    ],
    [
      'a property that is unknown',
      json(`{ "name": "id", "logicalType": "integer", "requierd": true }`),
      '10:49 schema[0].properties[0]: must not have the property `requierd`; did you mean `required`?',
    ],
    [
      'a property of the document',
      json(`{ "name": "id", "logicalType": "integer" }`, ',\n  "sevrers": []'),
      '13:3 document: must not have the property `sevrers`; did you mean `servers`?',
    ],
    ['a key given twice', json(`{ "name": "id", "name": "b" }`), '10:23 document: Map keys must be unique'],
    ['a comma that is missing', '{\n  "id": "a"\n  "kind": "b"\n}', '3:3 document: Missing , '],
    ['an end that is missing', '{\n  "id": "a",\n  "schema": [\n', 'document: Flow sequence'],
  ])('names line and column of %s', (_, text, expected) => {
    expect(problemsOfText(text).join('\n')).toContain(expected);
  });
});

describe('the typos that people make', () => {
  it('are told with their place, what is allowed and the nearest name', () => {
    const quality = (items: string): string => `    quality:\n${items}`;
    const custom = (implementation: string): string =>
      quality(`      - { type: custom, engine: greatExpectations, implementation: ${implementation} }`);
    const found = {
      'a property': problemsIn('      - { name: id, logicalType: integer, primarykey: true }'),
      'a type': problemsIn('      - { name: id, logicalType: int }'),
      'a physical type': problemsIn('      - { name: id, logicalType: string, physicalType: VARCAHR }'),
      'an option': problemsIn('      - { name: id, logicalType: string, logicalTypeOptions: { maxLenght: 3 } }'),
      'a metric': problemsIn(column, quality('      - { metric: rowCuont, mustBeGreaterThan: 1 }')),
      'an operator': problemsIn(column, quality('      - { metric: rowCount, mustBeGreater: 1 }')),
      'an expectation': problemsIn(
        column,
        custom('{ type: expect_column_values_to_be_uniqe, kwargs: { column: id } }'),
      ),
      'a parameter': problemsIn(column, custom('{ type: expect_column_values_to_be_unique, kwargs: { colum: id } }')),
      'a column': problemsIn(column, custom('{ type: expect_column_values_to_be_unique, kwargs: { column: idd } }')),
      'a severity': problemsIn(column, quality('      - { metric: rowCount, mustBe: 1, severity: warn }')),
      'an engine': problemsIn(
        column,
        quality('      - { type: custom, engine: greatexpectation, implementation: { type: x } }'),
      ),
      'a version': problemsIn(column, '', '', 'v3.1'),
    };
    expect(found).toMatchInlineSnapshot(`
      {
        "a column": [
          "12:129 schema[0].quality[0].implementation.kwargs.column: the table has no column \`idd\`; did you mean \`id\`?",
        ],
        "a metric": [
          "12:19 schema[0].quality[0].metric: must be one of rowCount, nullValues, missingValues, invalidValues, duplicateValues, got "rowCuont"; did you mean \`rowCount\`?",
        ],
        "a parameter": [
          "12:119 schema[0].quality[0].implementation.kwargs: must have the property \`column\`",
          "12:121 schema[0].quality[0].implementation.kwargs: must not have the property \`colum\`; did you mean \`column\`?",
        ],
        "a physical type": [
          "10:56 schema[0].properties[0].physicalType: physicalType VARCAHR is not a type of the engine's; did you mean \`VARCHAR\`?",
        ],
        "a property": [
          "10:43 schema[0].properties[0]: must not have the property \`primarykey\`; did you mean \`primaryKey\`?",
        ],
        "a severity": [
          "12:50 schema[0].quality[0].severity: severity must be one of error, critical, warning, info, got warn; did you mean \`warning\`?",
        ],
        "a type": [
          "10:34 schema[0].properties[0].logicalType: must be one of string, integer, number, boolean, date, timestamp, time, object, array, got "int"; did you mean \`integer\`?",
        ],
        "a version": [
          "1:13 apiVersion: must be one of v3.1.0, v3.0.2, v3.0.1, v3.0.0, got "v3.1"; did you mean \`v3.1.0\`?",
        ],
        "an engine": [
          "12:33 schema[0].quality[0].engine: expected greatExpectations, or sluice for drift, got greatexpectation",
        ],
        "an expectation": [
          "12:76 schema[0].quality[0].implementation.type: expect_column_values_to_be_uniqe is not an expectation that can be judged; did you mean \`expect_column_values_to_be_unique\`?",
        ],
        "an operator": [
          "12:29 schema[0].quality[0]: must not have the property \`mustBeGreater\`; did you mean \`mustBeGreaterThan\`?",
        ],
        "an option": [
          "10:64 schema[0].properties[0].logicalTypeOptions: must not have the property \`maxLenght\`; did you mean \`maxLength\`?",
        ],
      }
    `);
  });
});
