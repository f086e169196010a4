import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { database } from './support.ts';

const { value } = database();

const lineBreaks = ['\n', '\r', '\u2028', '\u0085'];

function visible(text: string): string {
  return text.replaceAll(/[\s\u0085]/gu, '');
}

async function oneLine(text: string): Promise<string> {
  const line = await value(`one_line(${literal(text)})`);
  if (typeof line !== 'string') throw new TypeError('one_line() of text is text.');
  return line;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

describe('one_line', () => {
  it.each([
    ['12 High  St \r\n  Town\n\n ZIP \n', '12 High  St Town ZIP'],
    ['Unit 4\u2028Harbour', 'Unit 4 Harbour'],
    ['Unit 4 \u0085\t\u000bHarbour', 'Unit 4 Harbour'],
    ['already  on one line', 'already  on one line'],
    ['\n', ''],
    ['', ''],
  ])('%j is %j', async (text, expected) => {
    expect(await value(`one_line(${literal(text)})`)).toBe(expected);
  });

  it('leaves no line break, changes nothing the second time, and loses no other character', async () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\t', ',', ...lineBreaks) });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const line = await oneLine(text);
        expect(visible(line)).toBe(visible(text));
        for (const lineBreak of lineBreaks) expect(line).not.toContain(lineBreak);
        expect(await oneLine(line)).toBe(line);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps NULL', async () => {
    expect(await value('one_line(NULL::VARCHAR)')).toBeNull();
  });
});

describe('clean_id', () => {
  it.each([
    ['YR-1234,0', 1234],
    ['1234', 1234],
    ['1234.0', 1234],
    [' 0012 ', 12],
    ['9223372036854775807', '9223372036854775807'],
    ['9223372036854775808', null],
    ['1234,5', null],
    ['-5', null],
    ['YR-', null],
    ['', null],
  ])('%j is %j', async (id, expected) => {
    expect(await value(`clean_id(${literal(id)})`)).toBe(expected);
  });

  it('takes integers and NULL', async () => {
    expect(await value('clean_id(77)')).toBe(77);
    expect(await value('clean_id(NULL::VARCHAR)')).toBeNull();
  });
});

describe('segment', () => {
  const bySpending = (spent: string): Promise<unknown> =>
    value(`segment(${spent}, [3000, 1500, 500], ['Premium', 'Gold', 'Silver', 'Bronze'])`);

  it.each([
    ['3000.01', 'Premium'],
    ['3000.00', 'Gold'],
    ['1500.01', 'Gold'],
    ['1500.00', 'Silver'],
    ['500.01', 'Silver'],
    ['500.00', 'Bronze'],
    ['-1.00', 'Bronze'],
    ['NULL', null],
  ])('of %s is %s', async (spent, expected) => {
    expect(await bySpending(`${spent}::DECIMAL(10,2)`)).toBe(expected);
  });

  it('takes bounds with decimals', async () => {
    expect(await value("segment(0.75::DECIMAL(3,2), [0.9, 0.7], ['a', 'b', 'c'])")).toBe('b');
  });

  it('raises where the bounds do not fall, or the names are not one more', async () => {
    await expect(value("segment(1, [500, 1500], ['a', 'b', 'c'])")).rejects.toThrow(/highest to the lowest/u);
    await expect(value("segment(1, [500, 500], ['a', 'b', 'c'])")).rejects.toThrow(/highest to the lowest/u);
    await expect(value("segment(1, [500], ['a', 'b', 'c'])")).rejects.toThrow(/one name more/u);
  });
});
