import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordScanner } from '../src/csv/record-scanner.ts';

interface Scanned {
  readonly problem: RecordScanner['problem'];
  readonly lines: readonly number[];
  readonly header: string;
}

/** Scans text in chunks of some bytes. */
function scan(text: string, chunkBytes = 1 << 20): Scanned {
  const lines: number[] = [];
  const scanner = new RecordScanner((_, line) => lines.push(line));
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    scanner.push(bytes.subarray(start, start + chunkBytes));
  }
  scanner.end();
  const header = bytes.subarray(scanner.headerStart, scanner.headerEnd).toString();
  return { problem: scanner.problem, lines, header };
}

describe(RecordScanner, () => {
  it.each([
    ['LF', 'a,b\n1,2\n3,4\n', [1, 2, 3]],
    ['no line end at the end', 'a,b\n1,2', [1, 2]],
    ['CRLF', 'a,b\r\n1,2\r\n', [1, 2]],
    ['CR', 'a,b\r1,2\r3,4\r', [1, 2, 3]],
    ['a byte order mark', '\u{feff}a,b\n1,2\n', [1, 2]],
    ['line breaks in quotes', 'a,b\n1,"x\ny\n\nz"\n3,4\n', [1, 2, 6]],
    ['CRLF in quotes', 'a,b\r\n1,"x\r\ny"\r\n3,4\r\n', [1, 2, 4]],
    ['LF in quotes of a CRLF file', 'a,b\r\n1,"x\ny"\r\n3,4\r\n', [1, 2, 4]],
    ['doubled quotes', 'a,b\n"""",""\n', [1, 2]],
    ['empty cells', 'a,b\n,\n', [1, 2]],
    ['blank lines between records', 'a,b\n\n1,2\n\n\n3,4\n\n', [1, 3, 6]],
    ['blank lines of a table with one column, which are rows', 'a\n1\n\n3\n', [1, 2, 3, 4]],
    ['a header alone', 'a,b\n', [1]],
    ['a header alone without a line end', 'a,b', [1]],
    ['nothing', '', []],
  ])('takes %s', (_, text, lines) => {
    for (const chunkBytes of [1, 2, 3, 1000]) {
      expect(scan(text, chunkBytes)).toMatchObject({ problem: undefined, lines });
    }
  });

  it.each([
    ['a cell too few', 'a,b,c\n1,2,3\n4,5\n', 3, 'it has 2 cells, the header 3'],
    ['a cell too many', 'a,b,c\n1,2,3,4\n', 2, 'it has 4 cells, the header 3'],
    ['a surplus separator before an empty last cell', 'a,b,c\n1,,2,\n', 2, 'it has 4 cells, the header 3'],
    ['surplus separators at the end', 'a,b,c\n1,2,3\n1,2,3,,\n', 3, 'it has 5 cells, the header 3'],
    ['a separator in a table with one column', 'a\n1,\n', 2, 'it has 2 cells, the header 1'],
    ['another separator', 'a,b\n1,2\n3;4\n', 3, 'it has 1 cell, the header 2'],
    ['a cell too few after a record of several lines', 'a,b\n1,"x\ny"\n3\n', 4, 'it has 1 cell, the header 2'],
    ['a stray quote', 'a,b\n1,x"y\n', 2, 'it has a quote inside a cell that does not begin with one'],
    ['a quote after a blank', 'a,b\n1, "2"\n', 2, 'it has a quote inside a cell that does not begin with one'],
    ['text after a quote', 'a,b\n1,"x"y\n', 2, 'it has text after the closing quote of a cell'],
    ['a blank after a quote', 'a,b\n1,"x" \n', 2, 'it has text after the closing quote of a cell'],
    ['an open quote', 'a,b\n1,2\n3,"4\n5,6\n', 3, 'a quoted cell is not closed'],
    ['an open quote in the header', 'a,"b\n1,2\n', 1, 'a quoted cell is not closed'],
    ['a stray quote in the header', 'a,b"c\n1,2\n', 1, 'it has a quote inside a cell that does not begin with one'],
    ['a blank header', '\na,b\n1,2\n', 1, 'the header is blank'],
    ['a NUL', 'a,b\n1,x\0y\n', 2, 'it holds a NUL byte'],
    ['a NUL in quotes', 'a,b\n1,"x\0y"\n', 2, 'it holds a NUL byte'],
    ['LF after CRLF', 'a,b\r\n1,2\n3,4\r\n', 2, 'it ends with LF, the lines before with CRLF'],
    ['CRLF after LF', 'a,b\n1,2\n3,4\r\n', 3, 'it ends with CRLF, the lines before with LF'],
    ['CR in a cell', 'a,b\n1,x\ry\n', 2, 'it ends with CR, the lines before with LF'],
  ])('refuses %s, with the line where the record starts', (_, text, line, problem) => {
    for (const chunkBytes of [1, 2, 3, 1000]) {
      expect(scan(text, chunkBytes).problem).toEqual({ line, problem });
    }
  });

  it('gives the header as it stands, without byte order mark and line end', () => {
    expect(scan('\u{feff}a,"b\nc"\r\n1,2\r\n').header).toBe('a,"b\nc"');
  });

  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', ''), maxLength: 5 });
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

  it('takes whatever is quoted by RFC 4180, and counts physical lines', () => {
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, lineEnd, fc.integer({ min: 1, max: 7 }), (rows, end, chunkBytes) => {
        const text = rows.map((cells) => `${cells.map(quote).join(',')}${end}`).join('');
        const { problem, lines } = scan(text, chunkBytes);
        expect(problem).toBeUndefined();
        expect(lines).toHaveLength(rows.length);
        lines.forEach((line, index) => {
          const before = rows.slice(0, index).flat().join('|');
          expect(line).toBe(1 + index + (before.match(/\r\n|\r|\n/gu) ?? []).length);
        });
      }),
    );
  });

  it('takes nothing that csv-parse refuses or reads as another number of records', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', ',', '"', '\n', '\n', '\r\n', ' '), maxLength: 25 });
    fc.assert(
      fc.property(text, (body) => {
        const file = `x,y\n${body}`;
        const { problem, lines } = scan(file);
        if (problem !== undefined) return;
        const records: unknown[] = parse(file, { record_delimiter: '\n', skip_empty_lines: true });
        expect(lines).toHaveLength(records.length);
      }),
      { numRuns: 2000 },
    );
  });
});
