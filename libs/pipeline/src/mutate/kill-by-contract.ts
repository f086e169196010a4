import { quoteTable, type Session, type SqlText, wrapSql } from '@sluice/engine';
import { audit, type CheckResult } from '@sluice/quality';
import { namedValues } from '../definition/parameters.ts';
import { AuditFailedError } from '../errors.ts';
import type { BoundProject } from '../project/bound-project.ts';
import type { ModelTable } from '../project/project.ts';
import { auditMessage } from '../run/audit-message.ts';
import { blockingChecks } from '../run/judge.ts';
import { failsByItself } from './kill-by-fixtures.ts';
import type { Mutant } from './mutants.ts';

const ROWS = 'mutant_rows';
const ERROR = 'the SQL fails';

/**
 * Makes the table anew by every mutant, out of the generated rows that are bound, and judges it by its contract.
 * @returns by mutant id, the rule that killed it
 * @throws {AuditFailedError} where the rows of the model itself break the contract
 */
export async function killByContract(
  session: Session,
  bound: BoundProject,
  table: ModelTable,
  mutants: readonly Mutant[],
): Promise<ReadonlyMap<string, string>> {
  const sound = await broken(session, bound, table, table.model);
  if (sound.length > 0)
    throw new AuditFailedError(
      auditMessage(sound, `These rows were generated: ${JSON.stringify(bound.parameters)}. No mutant was judged.`),
    );
  const killed = new Map<string, string>();
  for (const { id, model } of mutants) {
    const rule = await killer(session, bound, table, model);
    if (rule !== undefined) killed.set(id, rule);
  }
  return killed;
}

async function killer(
  session: Session,
  bound: BoundProject,
  table: ModelTable,
  model: SqlText,
): Promise<string | undefined> {
  try {
    const [first] = await broken(session, bound, table, model);
    return first?.rule;
  } catch (error) {
    if (failsByItself(error)) return ERROR;
    throw error;
  }
}

/** The checks that would keep the table from being published. */
async function broken(
  session: Session,
  { project, parameters }: BoundProject,
  { name, contract }: ModelTable,
  model: SqlText,
): Promise<readonly CheckResult[]> {
  await session.execute(wrapSql(`CREATE OR REPLACE TEMP TABLE ${ROWS} AS (`, model, ')'));
  const [counted] = await session.query(`SELECT count(*) AS rows FROM ${ROWS}`);
  const relationOf = (other: string): string | undefined => {
    if (other === name) return ROWS;
    return project.tables.has(other) ? quoteTable(other) : undefined;
  };
  const audited = { table: name, relation: ROWS, rows: Number(counted?.['rows']) };
  const asOf = String(parameters['asOf']);
  return blockingChecks(
    await audit(session, audited, contract, { asOf, parameters: namedValues(parameters), relationOf }),
    'error',
  );
}
