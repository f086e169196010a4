import type { Row, Session, Value } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import type { CheckRecord } from '@sluice/reporting';
import type { Rejected } from '../quarantine/origin.ts';
import { STRUCTURE, TYPES } from '../quarantine/split.ts';

const MOST_EXAMPLES = 5;
const MASK = '•••';

/** Codes of the reader that say how a record is built, and show nothing that stands in it. */
const TELLS_NO_VALUE: ReadonlySet<string> = new Set(['cells', 'quote', 'line_end', 'nul', 'encoding', 'depth']);

/**
 * What the reader set aside, as checks that failed: `types` for values that do not fit their columns, `structure` for
 * records that are no rows of the file's format; none where it took every record.
 * @param read  records of the input
 */
export async function faultChecks(
  session: Session,
  table: string,
  contract: Contract,
  rejected: Rejected | undefined,
  read: number,
): Promise<readonly CheckRecord[]> {
  if (rejected === undefined) return [];
  const checks: CheckRecord[] = [];
  for (const kind of [STRUCTURE, TYPES] as const) {
    const reasons = `SELECT record, line, unnest(reasons) AS reason FROM (${rejected.select})`;
    const ofKind = `FROM (${reasons}) WHERE (reason.code = 'type') = ${String(kind === TYPES)}`;
    const [counts] = await session.query(
      `SELECT count(DISTINCT record) AS records, list(DISTINCT reason."column" ORDER BY reason."column") AS columns ${ofKind}`,
    );
    const count = Number(counts?.['records'] ?? 0);
    if (count === 0) continue;
    const examples = await session.query(
      `SELECT record, line, reason.code AS code, reason."column" AS "column", reason.got AS got, reason.expected AS expected
       ${ofKind} ORDER BY record LIMIT ${String(MOST_EXAMPLES)}`,
    );
    const columns = texts(counts?.['columns']);
    checks.push({
      table,
      rule: kind,
      type: kind === TYPES ? 'logicalType' : 'structure',
      columns,
      severity: 'error',
      kind: 'row',
      status: 'failed',
      elementCount: read,
      unexpectedCount: count,
      expected:
        kind === TYPES
          ? `every value of ${rejected.file} to have its column's type`
          : `every record of ${rejected.file} to be whole`,
      examples: examples.map((row) => example(row, kind, contract)),
      sql: '',
      seconds: 0,
      location: contract.columns.find(({ name }) => name === columns[0])?.location ?? { file: contract.file },
    });
  }
  return checks;
}

function example(row: Row, kind: typeof STRUCTURE | typeof TYPES, contract: Contract): Row {
  const { line = null, record = null, code = null, column = null, got = null, expected = null } = row;
  const isHidden = !(typeof code === 'string' && TELLS_NO_VALUE.has(code)) && isPersonal(contract, column);
  return {
    ...(line === null ? { $record: record } : { $line: line }),
    ...(kind === STRUCTURE && { problem: code }),
    ...(column !== null && { column }),
    [kind === STRUCTURE ? 'got' : 'value']: isHidden ? MASK : got,
    expected,
  };
}

/** What is wrong with a record as a whole may be any of its values. */
function isPersonal({ columns }: Contract, column: Value | undefined): boolean {
  return columns.some(({ name, personal }) => personal && (typeof column !== 'string' || name === column));
}

function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each: Value) => typeof each === 'string') : [];
}
