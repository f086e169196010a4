import type { Row, Session } from '@sluice/engine';
import { audit } from '../audit/audit.ts';
import type { Contract } from '../contract.ts';
import { rowsSql } from '../generate/values-sql.ts';

/** A table that may break a contract. */
export interface Specimen {
  readonly rows: readonly Row[];
  /** Other types of single columns, by name. */
  readonly types?: Readonly<Record<string, string>>;
}

export interface OracleOptions {
  /** With its layer: `silver.orders`. */
  readonly table: string;
  readonly asOf: string;
  /** What `$PARAMETER` of an expectation stands for. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** An item for FROM of another table. */
  readonly relationOf: (table: string) => string | undefined;
}

/** Ids of the rules that an audit of a specimen does not pass. */
export type Oracle = (specimen: Specimen) => Promise<ReadonlySet<string>>;

const relation = 'sluice_specimen';

/** Asks a real audit. In a table without rows only the row count has anything to say. */
export function auditOracle(
  session: Session,
  contract: Contract,
  { table, asOf, parameters = {}, relationOf }: OracleOptions,
): Oracle {
  return async ({ rows, types }) => {
    await session.execute(`CREATE OR REPLACE TEMP TABLE ${relation} AS ${rowsSql(contract, rows, types)}`);
    const results = await audit(session, { table, relation, rows: rows.length }, contract, {
      asOf,
      parameters,
      relationOf,
    });
    const caught = results.filter(({ status, type }) =>
      rows.length > 0
        ? status !== 'passed'
        : status === 'failed' || (status === 'not_evaluated' && type === 'rowCount'),
    );
    return new Set(caught.map(({ rule }) => rule));
  };
}
