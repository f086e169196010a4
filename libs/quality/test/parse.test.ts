import { describe, expect, it } from 'vitest';
import { ContractInvalidError, parseContract } from '../src/index.ts';
import { contractOf, contractText, file, problemsIn, problemsOfText } from './support.ts';

describe('parseContract', () => {
  it('reads columns in order, with the types that DESCRIBE prints', () => {
    const contract = contractOf(`
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: note, logicalType: string, description: Free text. }
      - { name: amount, logicalType: number, physicalType: 'numeric(12, 2)', required: true }
      - { name: ratio, logicalType: number }
      - { name: at, logicalType: timestamp }
      - { name: local_time, logicalType: timestamp, physicalType: timestamp }
      - { name: day, logicalType: date }
      - { name: open, logicalType: boolean }
      - { name: small, physicalType: int }`);
    expect(contract.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id BIGINT',
      'note VARCHAR',
      'amount DECIMAL(12,2)',
      'ratio DOUBLE',
      'at TIMESTAMP WITH TIME ZONE',
      'local_time TIMESTAMP',
      'day DATE',
      'open BOOLEAN',
      'small INTEGER',
    ]);
    expect(contract.columns.map(({ required }) => required)).toEqual([true, false, true, ...Array(6).fill(false)]);
    expect(contract).toMatchObject({
      id: 'shop.silver.orders',
      version: '1.0.0',
      table: 'orders',
      file,
      format: 'parquet',
    });
    expect(contract.columns[1]?.description).toBe('Free text.');
  });

  it('orders the primary key by position and the table by it, unless orderedBy says otherwise', () => {
    const columns = `
      - { name: day, logicalType: date, primaryKey: true, primaryKeyPosition: 2 }
      - { name: customer, logicalType: string, primaryKey: true, primaryKeyPosition: 1 }`;
    expect(contractOf(columns)).toMatchObject({ primaryKey: ['customer', 'day'], orderedBy: ['customer', 'day'] });
    const ordered = contractOf(columns, '    customProperties: [{ property: orderedBy, value: [day, customer] }]');
    expect(ordered.orderedBy).toEqual(['day', 'customer']);
  });

  it('knows every rule by its place in the document', () => {
    const contract = contractOf(`
      - name: amount
        logicalType: integer
        required: true
        logicalTypeOptions:
          minimum: 1`);
    const places = contract.rules.map(({ id, location }) => [id, location.file, location.line]);
    expect(places).toEqual([
      ['amount.type', file, 11],
      ['amount.required', file, 13],
      ['amount.minimum', file, 15],
      ['rowCount', file, 8],
    ]);
  });

  it('gives rules of one name numbers', () => {
    const rule = `{ metric: nullValues, mustBeLessThan: 5 }`;
    const contract = contractOf(`
      - { name: amount, logicalType: integer, quality: [${rule}, ${rule}] }`);
    expect(contract.rules.map(({ id }) => id)).toContain('amount.nullValues#2');
  });

  it('reads JSON as well', () => {
    const contract = parseContract(
      JSON.stringify({
        apiVersion: 'v3.1.0',
        kind: 'DataContract',
        id: 'a',
        version: '1',
        status: 'active',
        schema: [{ name: 'orders', properties: [{ name: 'id', logicalType: 'integer' }] }],
      }),
      'a.json',
    );
    expect(contract.columns[0]).toMatchObject({ name: 'id', type: 'BIGINT' });
  });

  it('has a definition that comments, formatting and the order of keys do not change', () => {
    const spread = contractOf(`
      # a comment
      - name: id
        required: true
        logicalType: integer`);
    const dense = contractOf(`
      - { logicalType: integer, name: id, required: true }`);
    const other = contractOf(`
      - { logicalType: integer, name: id, required: false }`);
    expect(JSON.stringify(spread.definition)).toBe(JSON.stringify(dense.definition));
    expect(JSON.stringify(other.definition)).not.toBe(JSON.stringify(dense.definition));
  });

  it('keeps what the standard allows and is not used here', () => {
    const contract = contractOf(
      `
      - { name: id, logicalType: integer, businessName: Number, tags: [key], examples: [1], criticalDataElement: true }`,
      '    tags: [shop]\n    dataGranularityDescription: one order',
      `
name: Orders
tags: [gold]
domain: sales
description: { purpose: To count. }
servers: [{ server: local, type: local, path: ./x }]
team: { name: data, members: [{ username: ann }] }
support: [{ channel: chat }]
slaProperties: [{ property: retention, value: 3, unit: y }]`,
    );
    expect(contract.tags).toEqual(['gold', 'shop']);
    expect(contract.definition).toMatchObject({ domain: 'sales' });
  });

  it('accepts 3.0, with bounds that are sharpened by a flag', () => {
    const text = contractText(
      `
      - { name: amount, logicalType: integer, logicalTypeOptions: { minimum: 0, exclusiveMinimum: true } }`,
      '    quality: [{ type: library, rule: rowCount, mustBeGreaterThan: 1 }]',
      'team: [{ username: ann }]',
      'v3.0.2',
    );
    const rules = parseContract(text, file).rules.map(({ expected }) => expected);
    expect(rules).toEqual(['amount is BIGINT', 'amount > 0', 'row count > 1']);
  });

  it('reads formats of dates as strptime has them', () => {
    const contract = contractOf(`
      - { name: day, logicalType: date, logicalTypeOptions: { format: d/M/yyyy } }
      - { name: at, logicalType: timestamp, logicalTypeOptions: { format: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX" } }
      - { name: email, logicalType: string, logicalTypeOptions: { format: email } }`);
    expect(contract.columns.map(({ sourceFormat }) => sourceFormat)).toEqual([
      '%-d/%-m/%Y',
      '%Y-%m-%dT%H:%M:%S.%g%z',
      undefined,
    ]);
  });
});

describe('a contract with mistakes', () => {
  it('is refused with every problem, its place, what was expected and the nearest name', () => {
    const problems = problemsIn(
      `
      - { name: id, logicaltype: integer }
      - { name: day, logicalType: dat }
      - { name: amount, logicalType: integer, physicalType: BIGNT }
      - { name: status, logicalType: string, requierd: true }`,
      '    qualty: []',
      'shema: 1',
    );
    expect(problems).toEqual([
      '6:1 document: must not have the property `shema`; did you mean `schema`?',
      '11:21 schema[0].properties[0]: must not have the property `logicaltype`; did you mean `logicalType`?',
      '12:35 schema[0].properties[1].logicalType: must be one of string, integer, number, boolean, date, timestamp, time, object, array, got "dat"; did you mean `date`?',
      "13:61 schema[0].properties[2].physicalType: physicalType BIGNT is not a type of the engine's; did you mean `BIGINT`?",
      '14:46 schema[0].properties[3]: must not have the property `requierd`; did you mean `required`?',
      '15:5 schema[0]: must not have the property `qualty`; did you mean `quality`?',
    ]);
  });

  it('names the file in its message, and exits as a mistake of usage', () => {
    const read = () => parseContract('kind: DataContract', file);
    expect(read).toThrow(ContractInvalidError);
    expect(read).toThrow(
      /^models\/silver\/orders\.odcs\.yaml: the contract has 5 problems\.\n {2}models.*:1:1 document: /,
    );
    expect(new ContractInvalidError(file, [])).toMatchObject({ code: 'CONTRACT_INVALID', exitCode: 2 });
  });

  it.each([
    ['a syntax error', 'a: [1', /^1:6 document: /],
    ['a key given twice', 'id: a\nid: b', /^2:1 document: Map keys must be unique/],
    ['two documents', 'id: a\n---\nid: b', /document: .*multiple documents/],
    ['an empty file', '', /document: must be object, got null/],
    ['an anchor that is not there', 'id: *nobody', /document: Unresolved alias/],
    ['a NUL', 'id: "a\\0"', /NUL/],
  ])('is refused for %s', (_name, text, expected) => {
    expect(problemsOfText(text).join('\n')).toMatch(expected);
  });

  it.each([
    [
      'two columns of one name',
      '- { name: id, logicalType: integer }\n      - { name: ID, logicalType: integer }',
      'declared twice',
    ],
    ['a column without a type', '- { name: id }', 'must say its `logicalType`'],
    [
      'types that do not fit',
      '- { name: id, logicalType: string, physicalType: INTEGER }',
      'expected logicalType: integer',
    ],
    [
      'a type that Parquet does not hold',
      '- { name: id, logicalType: integer, physicalType: HUGEINT }',
      'Parquet holds it as DOUBLE',
    ],
    ['a length that limits nothing', '- { name: id, physicalType: VARCHAR(20) }', 'logicalTypeOptions.maxLength'],
    ['a DECIMAL without digits', '- { name: id, physicalType: DECIMAL }', 'DECIMAL(12,2)'],
    ['a DECIMAL of 39 digits', "- { name: id, physicalType: 'DECIMAL(39,2)' }", 'precision of 1 to 38'],
    ['a nested column', '- { name: id, logicalType: array }', 'not supported yet'],
    [
      'options of another type',
      '- { name: id, logicalType: integer, logicalTypeOptions: { maxLength: 3 } }',
      'must not have the property `maxLength`',
    ],
    [
      'a bound of another type',
      '- { name: day, logicalType: date, logicalTypeOptions: { minimum: 5 } }',
      'must be string, got 5',
    ],
    [
      'a day that does not exist',
      "- { name: day, logicalType: date, logicalTypeOptions: { minimum: '2025-02-29' } }",
      'a date such as 2026-01-31',
    ],
    [
      'a bound that cannot be held',
      '- { name: id, logicalType: integer, logicalTypeOptions: { maximum: 9007199254740993 } }',
      'cannot be held exactly',
    ],
    ['an unreadable format', '- { name: day, logicalType: date, logicalTypeOptions: { format: QQ } }', 'd/M/yyyy'],
    [
      'a format of strptime',
      "- { name: day, logicalType: date, logicalTypeOptions: { format: '%d/%m/%Y' } }",
      'd/M/yyyy',
    ],
    ['a place in no key', '- { name: id, logicalType: integer, primaryKeyPosition: 1 }', 'no `primaryKey: true`'],
    [
      'one place for two columns',
      '- { name: a, logicalType: integer, primaryKey: true }\n      - { name: b, logicalType: integer, primaryKey: true }',
      'one place in the primary key',
    ],
  ])('is refused for %s', (_name, properties, expected) => {
    expect(problemsIn(`      ${properties}`).join('\n')).toContain(expected);
  });

  it('refuses several tables, versions before 3.0 and what is no contract', () => {
    const column = '      - { name: id, logicalType: integer }';
    expect(problemsIn(column, '  - { name: b, properties: [] }').join()).toContain('expected one table per document');
    expect(problemsIn(column, '', '', 'v2.2.2').join()).toContain('must be one of v3.1.0, v3.0.2, v3.0.1, v3.0.0');
  });
});
