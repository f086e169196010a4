import fc from 'fast-check';
import { quoteLiteral } from '@sluice/engine';
import { describe, expect, it } from 'vitest';
import { readPattern } from '../src/pattern.ts';
import { column, contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const withPattern = (pattern: string) =>
  `      - { name: code, logicalType: string, logicalTypeOptions: { pattern: ${JSON.stringify(pattern)} } }`;

describe('pattern', () => {
  it('passes what it finds, and null', async () => {
    const contract = contractOf(withPattern('^C[0-9]{4}$'));
    const result = await bench.check(contract, 'code.pattern', column('code', 'VARCHAR', ["'C1000'", 'NULL']));
    expect(result).toMatchObject({ status: 'passed', expected: 'code matches ^C[0-9]{4}$' });
  });

  it('counts what does not match: nothing is trimmed, and a line break is a character', async () => {
    const contract = contractOf(withPattern('^C[0-9]{4}$'));
    const rows = column('code', 'VARCHAR', ["'C1000'", "'c1000'", "' C1000'", "'C1000' || chr(10)", "''"]);
    const result = await bench.check(contract, 'code.pattern', rows);
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 4 });
  });

  it('is searched anywhere, unless it is anchored', async () => {
    const rows = column('code', 'VARCHAR', ["'xaby'", "'x'"]);
    expect(await bench.check(contractOf(withPattern('ab')), 'code.pattern', rows)).toMatchObject({
      unexpectedCount: 1,
    });
  });

  it('serves invalidValues too', async () => {
    const contract = contractOf(
      "      - { name: code, logicalType: string, quality: [{ metric: invalidValues, arguments: { pattern: '^a' }, mustBe: 0 }] }",
    );
    const result = await bench.check(contract, 'code.invalidValues', column('code', 'VARCHAR', ["'ab'", "'ba'"]));
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 1, expected: 'code matches ^a' });
  });

  it.each([
    ['(?=a)', 'lookahead and lookbehind'],
    ['(?<!a)b', 'lookahead and lookbehind'],
    ['(a)\\1', 'refers back'],
    ['(?<year>[0-9])', 'write (?:…)'],
    ['(?P<year>[0-9])', 'write (?:…)'],
    ['(?i)abc', 'write the alternatives out, as in [aA]'],
    ['(?>a)', 'atomic'],
    ['a++', 'possessive'],
    ['a{2}+', 'possessive'],
    ['\\s', '[ \\t\\r\\n]'],
    ['[\\S]', '[^ \\t\\r\\n]'],
    ['\\p{L}', 'write the ranges'],
    ['\\u0041', 'write the character itself'],
    ['\\x{41}', 'two hexadecimal digits'],
    ['\\Aa\\z', 'write ^'],
    ['[[:alpha:]]', 'must be written \\['],
    ['[]a]', 'write \\]'],
    ['[^]', 'write \\]'],
    ['a{', 'must be written \\{'],
    ['a{,3}', 'must be written \\{'],
    ['a}', 'must be written \\}'],
    ['a{1001}', 'at most 1000 times'],
    ['\\-', 'not an escape that both'],
    ['[\\b]', 'not an escape that both'],
    ['\\B', 'write the characters'],
    ['(a', 'Unterminated group'],
    ['*a', 'Nothing to repeat'],
    ['[b-a]', 'out of order'],
    ['a\\', 'not an escape that both'],
  ])('%s is outside of the dialect that both engines share', (pattern, reason) => {
    const read = readPattern(pattern);
    expect(read.ok ? 'accepted' : read.reason).toContain(reason);
  });

  it('outside of the dialect is refused with its place in the contract', () => {
    expect(problemsIn(withPattern('(?=a)'))).toEqual([
      '10:75 schema[0].properties[0].logicalTypeOptions.pattern: the pattern cannot be used: lookahead and lookbehind cannot be matched by RE2; say it as a second pattern or an own SQL rule (at character 1)',
    ]);
  });
});

describe('a pattern within the dialect', () => {
  const atom = fc.constantFrom(
    ...[
      'a',
      'b',
      '.',
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '[ab]',
      '[^a]',
      '[a-c]',
      '[\\d-]',
      '[^\\w]',
      '(?:ab|b)',
      '(a|)',
      '\\.',
      '\\/',
      '^',
      '$',
    ],
    ...['\\b', '\\n', '\\x41', 'é', '🤦', '[🤦é]', '[^é]', '-', ' '],
  );
  const quantifier = fc.constantFrom('', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,}');
  const unquantified = new Set(['^', '$', '\\b']);
  const piece = fc.tuple(atom, quantifier).map(([text, times]) => (unquantified.has(text) ? text : `${text}${times}`));
  const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'A', '1', ' ', '-', '.', '/', '\n', '\r', '\u2028', 'é', '🤦', '_'), {
      maxLength: 5,
    })
    .map((parts) => parts.join(''));

  it('gives the verdict of JavaScript on every text', async () => {
    await fc.assert(
      fc.asyncProperty(pattern, fc.array(text, { minLength: 1, maxLength: 20 }), async (source, texts) => {
        const read = readPattern(source);
        expect(read).toMatchObject({ ok: true });
        const re2 = quoteLiteral(read.ok ? read.re2 : '');
        const cells = texts.map((value) => `regexp_matches(${quoteLiteral(value)}, ${re2})`);
        const [row] = await bench.session.query(`SELECT [${cells.join(', ')}] AS verdicts`);
        const expected = texts.map((value) => new RegExp(source, 'u').test(value));
        expect({ source, verdicts: row?.['verdicts'] }).toEqual({ source, verdicts: expected });
      }),
      { numRuns: 400 },
    );
  });
});
