import { describe, expect, it } from 'vitest';
import { useBench } from './support.ts';

const bench = useBench();

const TAKEN: Readonly<Record<string, readonly (readonly [text: string, value: unknown])[]>> = {
  VARCHAR: [
    ['  x ', '  x '],
    ['007', '007'],
    ['NULL', 'NULL'],
    ['NaN', 'NaN'],
  ],
  INTEGER: [
    ['12', 12],
    ['-12', -12],
    ['+5', 5],
    ['007', 7],
    ['-0', 0],
    ['12.0', 12],
    ['2147483647', 2147483647],
    ['-2147483648', -2147483648],
  ],
  BIGINT: [
    ['9223372036854775807', '9223372036854775807'],
    ['9007199254740991', 9007199254740991],
  ],
  UTINYINT: [['255', 255]],
  'DECIMAL(12,2)': [
    ['1', '1.00'],
    ['-0.5', '-0.50'],
    ['.5', '0.50'],
    ['1.', '1.00'],
    ['12.340000', '12.34'],
    ['9999999999.99', '9999999999.99'],
    ['+0012.30', '12.30'],
  ],
  'DECIMAL(18,8)': [['0.00000001', '0.00000001']],
  'DECIMAL(5,0)': [
    ['12', '12'],
    ['12.00', '12'],
  ],
  DOUBLE: [
    ['1', 1],
    ['-1.5', -1.5],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1E-7', 1e-7],
  ],
  BOOLEAN: [
    ['true', true],
    ['False', false],
    ['TRUE', true],
    ['t', true],
    ['1', true],
    ['0', false],
  ],
  DATE: [
    ['2026-01-31', '2026-01-31'],
    ['2024-02-29', '2024-02-29'],
    ['0001-01-01', '0001-01-01'],
  ],
  TIME: [
    ['10:00', '10:00:00'],
    ['23:59:59', '23:59:59'],
  ],
  TIMESTAMP: [
    ['2026-01-31T23:59:59', '2026-01-31T23:59:59'],
    ['2026-01-31 23:59', '2026-01-31T23:59:00'],
    ['2026-01-31', '2026-01-31T00:00:00'],
  ],
  'TIMESTAMP WITH TIME ZONE': [
    ['2026-01-31T23:59:59Z', '2026-01-31T23:59:59Z'],
    ['2026-01-31 23:59:59', '2026-01-31T23:59:59Z'],
    ['2026-01-31 23:59:59+00', '2026-01-31T23:59:59Z'],
    ['2026-01-31T23:59:59+05:30', '2026-01-31T18:29:59Z'],
    ['2026-01-31T23:59:59-0100', '2026-02-01T00:59:59Z'],
    ['2026-01-31', '2026-01-31T00:00:00Z'],
  ],
  TIMESTAMPTZ: [['2026-01-31T23:59:59Z', '2026-01-31T23:59:59Z']],
  UUID: [['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']],
};

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  INTEGER: [
    '12.7',
    ' 12',
    '12 ',
    '1e3',
    '1_000',
    '0x1F',
    '2147483648',
    '-2147483649',
    '1,000',
    'x',
    'NaN',
    '٣',
    '-',
    'true',
  ],
  UTINYINT: ['256', '-1'],
  'DECIMAL(12,2)': ['12.345', '10000000000', '1e3', 'NaN', '1_0', ' 1', '.', '-', '1,5', '$5'],
  'DECIMAL(5,0)': ['1.5', '123456'],
  DOUBLE: ['NaN', 'inf', '-Infinity', '1e400', '1_0', ' 1', 'x', '.', '1e'],
  BOOLEAN: ['yes', '2', 'tru', ' true', 'on'],
  DATE: [
    '2021-02-30',
    '2021-02-29',
    '2021-1-5',
    '2021/01/05',
    '05.01.2021',
    '31/01/2021',
    '2021-01-01 10:00',
    '2021-01-01T00:00:00Z',
    ' 2021-01-05',
    '20210105',
    'epoch',
    'infinity',
    '12021-01-05',
    '2021-13-01',
    '0000-00-00',
  ],
  TIME: ['24:00', '10', '10:60', '1:00'],
  TIMESTAMP: [
    '2026-01-31T23:59:59Z',
    '2026-01-31 23:59:59+01',
    '2026-01-31 24:00:00',
    '2026-01-31 23:59:59.1234567',
    '2026-02-30 00:00:00',
    '2026-01-31 10',
    'infinity',
  ],
  TIMESTAMP_S: ['2026-01-31 23:59:59.5'],
  'TIMESTAMP WITH TIME ZONE': [
    '2026-01-31 10:00:00 Europe/Berlin',
    '2026-01-31 10:00:00 UTC',
    '2026-01-31 10:00:00+25',
    '2026-02-30T00:00:00Z',
    'epoch',
    '1767225600',
    '2026-01-31 10:00:00 +05:30',
  ],
  UUID: ['a0eebc999c0b4ef8bb6d6bb9bd380a11', 'x'],
};

describe('text', () => {
  it.each(Object.entries(TAKEN))('becomes %s without loss', async (type, cases) => {
    const input = await bench.open('csv', `n,v\n${cases.map(([text], n) => `${n},"${text}"\n`).join('')}`, {
      n: 'INTEGER',
      v: type,
    });
    expect(await bench.rows(input)).toEqual(cases.map(([, v], n) => ({ n, v })));
    expect((await input.faults(1)).count).toBe(0);
  });

  it.each(Object.entries(REFUSED).flatMap(([type, texts]) => texts.map((text) => [type, text] as const)))(
    'is no %s: %j',
    async (type, text) => {
      const input = await bench.open('csv', `n,v\n1,"${text}"\n`, { n: 'INTEGER', v: type });
      await expect(bench.rows(input)).rejects.toMatchObject({ code: 'SQL_RUNTIME' });
      const { count, faults } = await input.faults(5);
      expect(count).toBe(1);
      expect(faults[0]).toMatchObject({ column: 'v', value: text, line: 2, record: 1 });
      expect(faults[0]?.expected).toContain(type);
    },
  );
});
