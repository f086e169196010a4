import type { Session } from '@sluice/engine';
import { isAbsent, knownColumn, listOf, textOf } from './arguments.ts';
import type { Definition, Kwargs, Subject } from './definition.ts';
import { onColumn } from './on-column.ts';
import { column, text } from './parameters.ts';

/** A type's name as it may stand in SQL. */
const typeName = /^[A-Za-z_][A-Za-z_0-9 ]*(?:\(\s*\d+\s*(?:,\s*\d+\s*)?\))?(?:\[\d*\])*$/;

/** What the engine calls the type; undefined for a name that it does not know. */
async function resolved(session: Session, name: string): Promise<string | undefined> {
  if (!typeName.test(name)) return undefined;
  try {
    const [found] = await session.describe(`SELECT CAST(NULL AS ${name}) AS value`);
    return found?.type;
  } catch {
    return undefined;
  }
}

const bare = (type: string): string => type.replace(/\(.*$/s, '').toUpperCase();

async function isOfType(session: Session, actual: string, name: string): Promise<boolean> {
  if (actual.toUpperCase() === name.trim().toUpperCase()) return true;
  const type = await resolved(session, name.trim());
  if (type === undefined) return false;
  return name.includes('(') ? type === actual : bare(type) === bare(actual);
}

async function isOfAny(session: Session, actual: string, names: readonly unknown[]): Promise<boolean> {
  for (const name of names) if (typeof name === 'string' && (await isOfType(session, actual, name))) return true;
  return false;
}

const notes = [
  'The verdict is on the column as it is declared, and counts no rows. Names are DuckDB’s, in any case, and its other names for the same type (`INT`, `TEXT`, `NUMERIC`); one without digits (`DECIMAL`) means all of them.',
];

function actualType(kwargs: Kwargs, subject: Subject): string {
  return knownColumn(subject, textOf(kwargs, 'column')).type;
}

/** The type of a column. */
export const columnTypes: Readonly<Record<string, Definition>> = {
  expect_column_values_to_be_of_type: onColumn({
    issue: 'Schema',
    summary: 'A column has a type.',
    notes,
    parameters: { type_: text('the type') },
    example: { column: 'amount', type_: 'DECIMAL' },
    expected: (kwargs, name) => `${name} is of type ${textOf(kwargs, 'type_')}`,
    plan: (kwargs, { type }) => ({
      form: 'statements',
      run: async ({ session }) => ({
        success: await isOfType(session, type, textOf(kwargs, 'type_')),
        observed: type,
      }),
    }),
  }),
  expect_column_values_to_be_in_type_list: onColumn({
    issue: 'Schema',
    summary: 'A column has one of several types.',
    notes: [...notes, 'A list that is null allows every type.'],
    parameters: {
      type_list: {
        schema: { type: ['array', 'null'], items: { type: 'string' } },
        describe: 'the types',
        required: true,
      },
    },
    example: { column: 'order_id', type_list: ['INTEGER', 'BIGINT'] },
    expected: (kwargs, name) => `${name} is of type ${listOf(kwargs, 'type_list').join(' or ')}`,
    plan: (kwargs, { type }) => ({
      form: 'statements',
      run: async ({ session }) => ({
        success: isAbsent(kwargs['type_list']) || (await isOfAny(session, type, listOf(kwargs, 'type_list'))),
        observed: type,
      }),
    }),
  }),
  expect_column_type_to_be: {
    kind: 'table',
    issue: 'Schema',
    summary: 'A column has exactly the type that the engine reports.',
    notes: ['Names are compared without regard to case; other names for the same type are not looked up.'],
    parameters: { column, type_: text('the type as DuckDB’s DESCRIBE prints it') },
    experimental: true,
    example: { column: 'amount', type_: 'DECIMAL(12,2)' },
    expected: (kwargs) => `${textOf(kwargs, 'column')} is of type ${textOf(kwargs, 'type_')}`,
    plan(kwargs, subject) {
      const actual = actualType(kwargs, subject);
      const success = actual.toUpperCase() === textOf(kwargs, 'type_').trim().toUpperCase();
      return { form: 'settled', outcome: { success, observed: actual } };
    },
  },
};
