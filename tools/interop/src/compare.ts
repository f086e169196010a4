import { isDeepStrictEqual } from 'node:util';
import type { Session, Value } from '@sluice/engine';
import type { Described } from './peer.ts';

/** One version of a table, as somebody reads it. */
export interface Reading {
  readonly described: Described | undefined;
  /** One SELECT. */
  readonly rows: string;
}

const SHOWN = 3;

/**
 * How two readings of one version differ: in what they say of it, in names, order and types of the columns, in rows,
 * which are a bag. Values are equal where type and value are, and their text too: -0.0 is not 0.0.
 * @returns sentences; none where they are the same
 */
export async function differences(session: Session, ours: Reading, theirs: Reading): Promise<readonly string[]> {
  return [
    ...(theirs.described === undefined ? [] : describedDifferences(ours.described, theirs.described)),
    ...(await rowDifferences(session, ours.rows, theirs.rows)),
  ];
}

function describedDifferences(ours: Described | undefined, theirs: Described): readonly string[] {
  const pairs = [
    ['version', ours?.version, theirs.version],
    ['partition columns', ours?.partitionedBy, theirs.partitionedBy],
    ['schema', ours === undefined ? undefined : parsed(ours.schema), parsed(theirs.schema)],
  ] as const;
  return pairs.flatMap(([what, one, other]) => (isDeepStrictEqual(one, other) ? [] : sentence(what, one, other)));
}

/** As `differences`, of rows alone. */
export async function rowDifferences(session: Session, ours: string, theirs: string): Promise<readonly string[]> {
  const [one, other] = [await session.describe(ours), await session.describe(theirs)];
  if (!isDeepStrictEqual(one, other)) return [sentence('columns', one, other)];
  const [onlyOurs, onlyTheirs] = [await exceptAll(session, ours, theirs), await exceptAll(session, theirs, ours)];
  return [
    ...onlyOurs.map((row) => `only we read ${JSON.stringify(row)}`),
    ...onlyTheirs.map((row) => `only they read ${JSON.stringify(row)}`),
  ];
}

async function exceptAll(session: Session, these: string, those: string): Promise<readonly (Value | undefined)[]> {
  const side = (rows: string) => `SELECT one, CAST(one AS VARCHAR) AS text FROM (${rows}) one`;
  const rows = await session.query(
    `SELECT text FROM (${side(these)} EXCEPT ALL ${side(those)}) ORDER BY text LIMIT ${SHOWN}`,
  );
  return rows.map(({ text }) => text);
}

function parsed(json: string): unknown {
  return JSON.parse(json);
}

function sentence(what: string, ours: unknown, theirs: unknown): string {
  return `${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`;
}
