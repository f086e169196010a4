import { join } from 'node:path';
import { quoteFile, quoteIdentifier, quoteLiteral, type Session } from '@sluice/engine';
import { InputChangedError } from '../errors.ts';
import type { Place, RejectedRecords, SiftedInput } from '../input.ts';
import {
  findFaults,
  isMisfit,
  locateRows,
  misfits,
  NEVER,
  NUMBER,
  numbered,
  soundSelect,
  whereSound,
} from '../typed-relation.ts';
import type { Reading } from '../typed-relation.ts';
import type { Places } from './places.ts';
import { RAW_BYTES } from './raw-text.ts';
import { REASONS_TYPE } from './reason.ts';
import type { Sifting } from './sift-writer.ts';
import { scratchFolder } from './scratch.ts';

const LONGEST_VALUE = 200;

/** A file whose records that break its structure, if any, have been taken out already. */
export interface Sifted {
  /** The sound records, wherever they are read. */
  readonly reading: Omit<Reading, 'placesOf'>;
  readonly places: Places;
  /** How many those are. */
  readonly sound: number;
  readonly surplus: readonly string[];
  /** The others; undefined where there are none. */
  readonly sifting: Sifting | undefined;
  /** A folder that exists. */
  readonly scratch: string;
  /** SQL: every value of a record as it came, by name. */
  readonly values: string;
}

/** The relation of the rows that are sound and fit, and what becomes of the others. */
export function siftedRelation(session: Session, sifted: Sifted): SiftedInput {
  const { sound, sifting, surplus } = sifted;
  const reading: Reading = { ...sifted.reading, placesOf: (rows) => placesOf(session, sifted.places, rows) };
  const damaged = sifting?.rejected ?? 0;
  return {
    select: soundSelect(reading),
    rows: undefined,
    read: sound + damaged,
    surplus,
    faults: (limit) => findFaults(session, reading, limit),
    locate: (predicate, limit) => locateRows(session, reading, predicate, limit, true),
    placed: () => placedSelect(sifted, reading),
    rejected: (good) => rejectedRecords(session, sifted, reading, good),
  };
}

/** Columns go by their place until record and line are there, because the contract may have columns of these names. */
async function placedSelect({ places }: Sifted, reading: Reading): Promise<string> {
  const { cells } = reading;
  const columns = [NUMBER, ...cells.map((_, index) => `v${index}`)].join(', ');
  const placed = await places.placed(
    `SELECT ${columns} FROM (${numbered(reading, NEVER)})${whereSound(cells)}`,
    NUMBER,
  );
  const named = cells.map(({ name }, index) => `v${index} AS ${quoteIdentifier(name)}`);
  return `SELECT ${named.join(', ')}, record AS sluice_record, line AS sluice_line FROM (${placed})`;
}

async function placesOf(
  session: Session,
  places: Places,
  rows: readonly number[],
): Promise<ReadonlyMap<number, Place>> {
  if (rows.length === 0) return new Map();
  const placed = await places.placed(`SELECT unnest([${rows.join(', ')}]) AS ${NUMBER}`, NUMBER);
  const found = await session.query(placed);
  return new Map(
    found.map(({ [NUMBER]: row, record, line }) => [
      Number(row),
      { record: Number(record), line: line === null ? null : Number(line) },
    ]),
  );
}

async function rejectedRecords(
  session: Session,
  sifted: Sifted,
  reading: Reading,
  good: number,
): Promise<RejectedRecords> {
  const { sound, sifting } = sifted;
  const parts = sifting === undefined ? [] : [damagedSelect(reading.file, sifting)];
  if (good !== sound) {
    const path = join(scratchFolder(sifted.scratch, 'misfits-'), 'rejected.parquet');
    const { rows } = await session.writeParquet(await misfitSelect(sifted, reading), path, {});
    if (good + rows !== sound) throw new InputChangedError(reading.file);
    parts.push(`SELECT * FROM read_parquet(${quoteFile(path)})`);
  }
  const read = sound + (sifting?.rejected ?? 0);
  const none = `SELECT NULL::VARCHAR AS file, 0::BIGINT AS record, 0::BIGINT AS line, NULL::${REASONS_TYPE} AS reasons, NULL::VARCHAR AS raw LIMIT 0`;
  const select = parts.length === 0 ? none : `SELECT * FROM (${parts.join('\nUNION ALL ')}) ORDER BY record`;
  return { read, good, count: read - good, select };
}

/** Records that are damaged, as they were written down when they were found. */
function damagedSelect(file: string, { rejects }: Sifting): string {
  const columns = `{record: 'BIGINT', line: 'BIGINT', reasons: ${quoteLiteral(REASONS_TYPE)}, raw: 'VARCHAR'}`;
  return `SELECT ${quoteLiteral(file)} AS file, record, line, reasons, raw
    FROM read_json(${quoteFile(rejects)}, format = 'newline_delimited', auto_detect = false, columns = ${columns})`;
}

/** Records that are sound but have values that do not fit: each once, with a reason per value. */
async function misfitSelect({ places, values }: Sifted, reading: Reading): Promise<string> {
  const { file, cells } = reading;
  const reasons = misfits(cells).map(({ index, name, expected }) => {
    const got = `left(r${index}::VARCHAR, ${LONGEST_VALUE})`;
    return `CASE WHEN ${isMisfit(index)} THEN {code: 'type', "column": ${quoteLiteral(name)}, expected: ${quoteLiteral(expected)}, got: ${got}} END`;
  });
  const found = misfits(cells).map(({ index }) => isMisfit(index));
  const rows = `SELECT ${NUMBER}, list_filter([${reasons.join(', ')}], lambda reason: reason IS NOT NULL) AS reasons,
      left(raw, ${RAW_BYTES}) AS raw
    FROM (${numbered(reading, `${values} AS raw`)}) WHERE ${found.join(' OR ')}`;
  const placed = await places.placed(rows, NUMBER);
  return `SELECT ${quoteLiteral(file)} AS file, record, line, reasons::${REASONS_TYPE} AS reasons, raw FROM (${placed})`;
}

/** SQL: a JSON object of columns by name. */
export function valuesByName(columns: readonly { readonly name: string; readonly sql: string }[]): string {
  const pairs = columns.map(({ name, sql }) => `${quoteLiteral(name)}, ${sql}`);
  return `json_object(${pairs.join(', ')})::VARCHAR`;
}
