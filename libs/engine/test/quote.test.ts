import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteIdentifier, quoteLiteral, quoteTable } from '../src/index.ts';
import { connect } from './support.ts';

const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));

describe(quoteLiteral, () => {
  it('gives back any text through DuckDB', async () => {
    const session = await connect();
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await session.query(`SELECT ${quoteLiteral(value)} AS value`)).toEqual([{ value }]);
      }),
    );
  });

  it('refuses a NUL, at which DuckDB would end the statement', () => {
    expect(() => quoteLiteral('a\0b')).toThrow(RangeError);
  });
});

describe(quoteIdentifier, () => {
  it('names a column anything but nothing', async () => {
    const session = await connect();
    await fc.assert(
      fc.asyncProperty(
        text.filter((name) => name !== ''),
        async (name) => {
          expect(Object.keys((await session.query(`SELECT 1 AS ${quoteIdentifier(name)}`))[0] ?? {})).toEqual([name]);
        },
      ),
    );
    expect(() => quoteIdentifier('')).toThrow(RangeError);
  });
});

describe(quoteTable, () => {
  it.each([
    ['silver.orders', '"silver"."orders"'],
    ['orders', '"orders"'],
    ['gold.a.b"c', '"gold"."a.b""c"'],
  ])('%s is %s', (name, quoted) => {
    expect(quoteTable(name)).toBe(quoted);
  });
});
