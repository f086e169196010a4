import fc from 'fast-check';

/** A value as JSON gives it. */
export type Cell = null | boolean | number | string;

const pieces = [
  'a',
  'b',
  'C',
  '1',
  '0',
  '-',
  ' ',
  '\n',
  '.',
  'é',
  'e\u0301',
  '👩‍🚀',
  '😀',
  '\uE000',
  '\u{10000}',
  '\uFFFD',
  '_',
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join('')),
  fc.constantFrom(
    '',
    '42',
    '1.5',
    '2024-02-29',
    '2023-02-29',
    '2024-2-9',
    '29/02/2024 23:59:59',
    '1.2.2024',
    '0000-01-01',
  ),
);

const integers = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.constantFrom(
    0,
    -0,
    127,
    128,
    -129,
    255,
    256,
    65_535,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53 - 1,
    1 - 2 ** 53,
    2 ** 53,
    1.5,
  ),
  fc.constantFrom('7', '9007199254740993', '-9007199254740993', '-9223372036854775808', '18446744073709551615', '007'),
);

const decimals = fc.oneof(
  fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100),
  fc.integer({ min: -99_999, max: 99_999 }).map((steps) => (steps / 1000).toFixed(2)),
  fc.constantFrom(0, -0, 0.1, 0.1 + 0.2, 0.05, 1e-7, 1e-9, 123_456_789.12, 99_999_999_999.99, 2 ** 53 + 2, 1e16),
  fc.constantFrom(
    '0.10',
    '-0.00',
    '12345678901234567890.12',
    '0.0000000001',
    '-1.50',
    '.5',
    '1.',
    '1e3',
    '0.5',
    '-0.99',
  ),
);

const floats = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map((tenths) => tenths / 10),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(
    0,
    -0,
    0.1 + 0.2,
    1e-7,
    1e21,
    5e-324,
    Number.MAX_VALUE,
    2 ** 53,
    2 ** 53 + 2,
    123_456.7,
    0.12345678901234568,
  ),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', 'nan', '1.5'),
);

const days = fc.oneof(
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '2000-02-29',
    '2024-03-01',
    '0001-01-01',
    '9999-12-31',
    '2024-13-01',
  ),
  fc
    .date({ min: new Date('2024-02-20'), max: new Date('2024-03-10'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
);

const zones = ['Z', '+00:00', '+01:00', '-05:30', '+14:00', ''];
const clocks = ['00:00:00', '23:59:59', '23:59:59.999999', '00:30:00.000001', '12:00:00.5', '24:00:00', '12:00:60'];
const instants = fc
  .tuple(days, fc.constantFrom(...clocks), fc.constantFrom(...zones))
  .map(([day, clock, zone]) => `${day}T${clock}${zone}`);

const anything = fc.constantFrom<Cell>(null, null, true, false, 0, 1.5, '', 'x', '1');

/** Values for a column of a type, most of them of it, and null. */
export function cellsOf(type: string): fc.Arbitrary<Cell> {
  return fc.oneof({ weight: 12, arbitrary: typedCells(type) }, { weight: 2, arbitrary: anything });
}

function typedCells(type: string): fc.Arbitrary<Cell> {
  if (type.startsWith('DECIMAL')) return decimals;
  if (type.includes('INT')) return integers;
  switch (type) {
    case 'DOUBLE':
    case 'FLOAT':
      return floats;
    case 'BOOLEAN':
      return fc.boolean();
    case 'DATE':
      return days;
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return instants;
    case 'TIME':
      return fc.constantFrom(...clocks);
    default:
      return texts;
  }
}
