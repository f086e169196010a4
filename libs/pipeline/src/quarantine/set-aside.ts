import { quoteFile, type Session, type Value } from '@sluice/engine';
import type { QuarantineRecord } from '@sluice/reporting';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';

/** The rows of one table that a run set aside, in one staged file. */
export interface SetAside {
  readonly path: string;
  readonly rows: number;
  readonly reasons: QuarantineRecord['reasons'];
}

/** Puts what was set aside in several rounds into one file, and counts its reasons, the most frequent first. */
export async function mergeParts(
  session: Session,
  parts: readonly Pick<StagedTable, 'path' | 'rows'>[],
  { target, base }: { readonly target: Pick<StageRequest, 'fingerprint' | 'definition'>; readonly base: string },
): Promise<SetAside | undefined> {
  const [first, second] = parts;
  if (first === undefined) return undefined;
  const select = parts.map(({ path }) => `SELECT * FROM read_parquet(${quoteFile(path)})`).join(' UNION ALL ');
  const whole =
    second === undefined
      ? first
      : await stageParquet(session, {
          ...target,
          select: { sql: select },
          orderBy: undefined,
          path: `${base}.aside.parquet`,
        });
  return { path: whole.path, rows: whole.rows, reasons: await countReasons(session, whole.path) };
}

const MOST_REASONS = 100;

/** How many rows of a quarantine file were set aside for each reason; the 100 most frequent. */
export async function countReasons(session: Session, path: string): Promise<QuarantineRecord['reasons']> {
  const rows = await session.query(
    `SELECT reason."rule" AS "rule", reason."columns" AS "columns", reason.expected AS expected, count(*) AS "rows"
     FROM (SELECT unnest(reasons) AS reason FROM read_parquet(${quoteFile(path)}))
     GROUP BY ALL ORDER BY "rows" DESC, "rule", expected LIMIT ${MOST_REASONS}`,
  );
  return rows.map((row) => ({
    rule: text(row['rule']),
    columns: texts(row['columns']),
    expected: text(row['expected']),
    rows: Number(row['rows']),
  }));
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((each: Value) => text(each)) : [];
}
