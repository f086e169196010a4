import type { Membership } from '../membership.ts';
import { columnArgument, textOf, type AnyFamily, type KnownColumn } from './arguments.ts';
import type { Definition, Issue, Kwargs, Parameter, Plan, RowsPlan } from './definition.ts';
import { column, conditionParameters, mostly } from './parameters.ts';

interface OnColumn {
  readonly issue: Issue;
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly types?: readonly AnyFamily[];
  readonly example: Kwargs;
  readonly expected: (kwargs: Kwargs, name: string) => string;
  readonly plan: (kwargs: Kwargs, column: KnownColumn) => Plan;
}

/** A row-wise expectation on one column. */
export function onColumn({ parameters = {}, types, expected, plan, notes, ...rest }: OnColumn): Definition {
  return {
    ...rest,
    ...(notes && { notes }),
    kind: 'column values',
    parameters: { column, ...parameters, mostly, ...conditionParameters },
    expected: (kwargs) => expected(kwargs, textOf(kwargs, 'column')),
    plan: (kwargs, subject) => plan(kwargs, columnArgument(kwargs, subject, types)),
  };
}

/** The rows whose value is no null count; `unexpected` is not true of a null. */
export function valuesPlan({ name, sql }: KnownColumn, unexpected: string): RowsPlan {
  return { form: 'rows', columns: [name], considered: `${sql} IS NOT NULL`, unexpected };
}

/** A plan whose unexpected values are those in a set, or those that are not. */
export function membersPlan(column: KnownColumn, unexpected: Membership): RowsPlan {
  const { sql, plain } = unexpected;
  return { ...valuesPlan(column, sql), ...(plain !== undefined && { plainUnexpected: plain }) };
}
