import { validator } from '@sluice/core';
import { fraction, pick } from './chance.ts';

export const KINDS = ['append', 'merge', 'overwrite', 'delete', 'optimize', 'checkpoint', 'vacuum'] as const;
export type Kind = (typeof KINDS)[number];

/** One change of the table, as a process is told to do it. */
export interface Operation {
  readonly kind: Kind;
  /** Grows; the table takes note of it with the change, so that it is done once. */
  readonly turn: number;
  /** A SELECT of the rows that come. */
  readonly rows: string;
  /** Which rows are deleted. */
  readonly where: string;
  /** Whether new files are written beside the table, or in it. */
  readonly staged: boolean;
  /** The step before which it waits to be killed; none where negative. */
  readonly hold: number;
}

export const isOperation = validator<Operation>({
  type: 'object',
  required: ['kind', 'turn', 'rows', 'where', 'staged', 'hold'],
  properties: {
    kind: { enum: KINDS },
    turn: { type: 'integer' },
    rows: { type: 'string' },
    where: { type: 'string' },
    staged: { type: 'boolean' },
    hold: { type: 'integer' },
  },
});

const APART = 10_000;
const SOME = 2000;

/** The operation of a turn: of the kind that is told, or of one by chance. */
export function operationOf(seed: string, turn: number, kind = pick(KINDS, fraction('kind', seed, turn))): Operation {
  const [from, to] = idsOf(seed, turn, kind);
  return {
    ...{ kind, turn, staged: turn % 3 !== 0, hold: -1, where: `id % 7 = ${String(turn % 7)}` },
    rows: rowsSql(from, to, turn),
  };
}

/** A merge meets the newer half of what an earlier turn brought, if it is still there. */
function idsOf(seed: string, turn: number, kind: Kind): readonly [number, number] {
  const own = turn * APART;
  if (kind === 'overwrite') return [own, own + 4 * SOME];
  if (kind !== 'merge') return [own, own + SOME];
  const earlier = Math.max(0, turn - 1 - Math.floor(fraction('merge', seed, turn) * 4)) * APART + SOME / 2;
  return [earlier, earlier + SOME];
}

function rowsSql(from: number, to: number, turn: number): string {
  return `SELECT i::BIGINT AS id, (i % 4)::INTEGER AS part, 'turn ${String(turn)} of ' || i AS "value",
    ((hash(i, ${String(turn)}) % 100000)::INTEGER / 100)::DECIMAL(12,2) AS amount FROM range(${String(from)}, ${String(to)}) t(i)`;
}

/** The rows of a table after an operation, given those before. */
export function rowsAfter({ kind, rows, where }: Operation, before: string): string {
  switch (kind) {
    case 'append':
      return `FROM ${before} UNION ALL ${rows}`;
    case 'merge':
      return `FROM ${before} ANTI JOIN (${rows}) USING (id) UNION ALL ${rows}`;
    case 'overwrite':
      return rows;
    case 'delete':
      return `FROM ${before} WHERE NOT (${where})`;
    default:
      return `FROM ${before}`;
  }
}
