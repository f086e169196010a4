import { readFileSync } from 'node:fs';
import { compileSchema, type Location } from '@sluice/core';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { FixtureInvalidError } from './errors.ts';

export type FixtureCell = string | number | boolean | null;
export type FixtureRow = Readonly<Record<string, FixtureCell>>;
/** Rows as they stand in the fixture, or a file beside it. */
export type FixtureRows = readonly FixtureRow[] | string;

/** One case of `<table>.test.yaml`. */
export interface FixtureCase {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly given: Readonly<Record<string, FixtureRows>>;
  readonly expect: FixtureRows;
}

export interface LocatedCase extends FixtureCase {
  readonly location: Location;
}

const rows = {
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'array',
      items: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } },
    },
  ],
};

const schema = compileSchema<readonly FixtureCase[]>({
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['name', 'given', 'expect'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1 },
      parameters: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
      given: { type: 'object', additionalProperties: rows },
      expect: rows,
    },
  },
});

/**
 * Reads the cases of a fixture file.
 * @param shown  the path as messages name it
 * @throws {FixtureInvalidError} naming every problem and its line
 */
export function readFixture(path: string, shown: string): readonly LocatedCase[] {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  const lineOf = (offset: number | undefined): number => (offset === undefined ? 1 : lines.linePos(offset).line);
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new FixtureInvalidError(`${shown}: ${broken.message}`, {
      location: { file: shown, line: lineOf(broken.pos[0]) },
    });
  }
  const starts = isSeq(document.contents)
    ? document.contents.items.map((item) => lineOf(isMap(item) ? item.range[0] : undefined))
    : [];
  const checked = schema.check(document.toJS());
  if (!checked.ok) {
    const problems = checked.problems.map(({ path: at, message }) => {
      const line = starts[Number(at.split('/')[1] ?? '0')] ?? 1;
      return `  ${shown}:${String(line)} ${at || '/'} ${message}`;
    });
    throw new FixtureInvalidError([`${shown} is no list of fixture cases:`, ...problems].join('\n'), {
      location: { file: shown },
    });
  }
  return checked.value.map((value, index) => ({ ...value, location: { file: shown, line: starts[index] ?? 1 } }));
}
