import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitStatements } from '../src/statements.ts';

describe('splitStatements', () => {
  it.each([
    ['SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2'], ''],
    ['SELECT 1', [], 'SELECT 1'],
    ["SELECT ';' AS a; x", ["SELECT ';' AS a"], ' x'],
    ["SELECT 'it''s;'; ", ["SELECT 'it''s;'"], ' '],
    ['SELECT 1 AS "a;b";', ['SELECT 1 AS "a;b"'], ''],
    ['SELECT 1 -- one; two\n; y', ['SELECT 1 -- one; two'], ' y'],
    ['SELECT /* ; */ 1;', ['SELECT /* ; */ 1'], ''],
    ['SELECT $$a;b$$, $x$;$$;$x$;', ['SELECT $$a;b$$, $x$;$$;$x$'], ''],
    ["SELECT 'open; ", [], "SELECT 'open; "],
    ['SELECT 1; /* open; ', ['SELECT 1'], ' /* open; '],
    ['SELECT 6 / 2 - 1;;', ['SELECT 6 / 2 - 1'], ''],
  ])('splits %j', (sql, statements, rest) => {
    expect(splitStatements(sql)).toEqual({ statements, rest });
  });

  it('gives the same whether lines come one by one or at once', () => {
    const piece = fc.constantFrom('SELECT 1', ';', "';'", '";"', '-- ;\n', '/* ; */', '\n', '$$;$$', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const one = splitStatements(pieces.join(' '));
        const statements: string[] = [];
        let buffer = '';
        for (const next of pieces.join(' ').split(/(?<=\n)/u)) {
          const split = splitStatements(buffer + next);
          statements.push(...split.statements);
          buffer = split.rest;
        }
        expect(statements).toEqual(one.statements);
      }),
    );
  });
});
