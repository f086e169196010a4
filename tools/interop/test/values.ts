/** A primitive type: five values as Spark writes them, some at its ends. */
interface TypeValues {
  readonly name: string;
  /** In Spark's SQL. */
  readonly type: string;
  readonly spark: readonly string[];
  readonly partition: boolean;
}

export const TYPES: readonly TypeValues[] = [
  { name: 'flag', type: 'BOOLEAN', spark: ['true', 'false', 'NULL', 'true', 'false'], partition: true },
  { name: 'tiny', type: 'TINYINT', spark: ['-128', '127', 'NULL', '0', '-1'], partition: true },
  { name: 'small', type: 'SMALLINT', spark: ['-32768', '32767', 'NULL', '0', '-1'], partition: true },
  { name: 'whole', type: 'INT', spark: ['-2147483648', '2147483647', 'NULL', '0', '-1'], partition: true },
  {
    name: 'big',
    type: 'BIGINT',
    spark: ['-9223372036854775808', '9223372036854775807', 'NULL', '0', '-1'],
    partition: true,
  },
  {
    name: 'single',
    type: 'FLOAT',
    spark: ["float('NaN')", "float('-Infinity')", 'NULL', 'float(-0.0)', 'float(3.4028235E38)'],
    partition: true,
  },
  {
    name: 'twofold',
    type: 'DOUBLE',
    spark: ["double('NaN')", "double('Infinity')", 'NULL', 'double(-0.0)', '4.9E-324D'],
    partition: true,
  },
  { name: 'money', type: 'DECIMAL(9,2)', spark: ['-9999999.99', '9999999.99', 'NULL', '0', '0.01'], partition: true },
  {
    name: 'share',
    type: 'DECIMAL(18,6)',
    spark: ['-999999999999.999999', '999999999999.999999', 'NULL', '0', '0.000001'],
    partition: true,
  },
  {
    name: 'huge',
    type: 'DECIMAL(38,10)',
    spark: [
      '-9999999999999999999999999999.9999999999',
      '9999999999999999999999999999.9999999999',
      'NULL',
      '0',
      '0.0000000001',
    ],
    partition: true,
  },
  {
    name: 'said',
    type: 'STRING',
    spark: ["''", "'NULL'", 'NULL', "' '", "CAST(X'F09F9880C3BC27225C0A' AS STRING)"],
    partition: true,
  },
  { name: 'raw', type: 'BINARY', spark: ["X''", "X'00FF80'", 'NULL', "X'41'", "X'5C'"], partition: false },
  {
    name: 'day',
    type: 'DATE',
    spark: ["DATE'0001-01-01'", "DATE'9999-12-31'", 'NULL', "DATE'1970-01-01'", "DATE'1582-10-04'"],
    partition: true,
  },
  {
    name: 'moment',
    type: 'TIMESTAMP',
    spark: [
      "TIMESTAMP'0001-01-01 00:00:00'",
      "TIMESTAMP'9999-12-31 23:59:59.999999'",
      'NULL',
      "TIMESTAMP'1970-01-01 00:00:00'",
      "TIMESTAMP'1969-12-31 23:59:59.999999'",
    ],
    partition: true,
  },
];

/** Texts that are something else to a path, to JSON, to a URL, to Hive or to SQL. */
export const nastyTexts: readonly string[] = [
  'plain',
  ' ',
  'a b',
  'a/b',
  'a=b',
  'a%20b',
  '%',
  '100%',
  'ü',
  '😀',
  "it's",
  'say "x"',
  'a\\b',
  'two\nlines',
  'tab\t',
  'a:b',
  '{}',
  '[a]',
  '#',
  '?',
  '*',
  '+',
  '&',
  '..',
  '.hidden',
  '_under',
  'NULL',
  'null',
  '~',
  'a,b',
  '\u007f',
  'A',
  'a',
];

/** A text for Spark's SQL, whatever is in it. */
export function sparkText(text: string): string {
  return `CAST(X'${Buffer.from(text).toString('hex')}' AS STRING)`;
}
