import type { Session } from '@sluice/engine';
import {
  type CheckResult,
  type Contract,
  isWithin,
  refersToItself,
  type SettingAsideRule,
  setsAside,
} from '@sluice/quality';
import type { CheckRecord } from '@sluice/reporting';
import type { StagedTable } from '@sluice/tables';
import type { Origin } from '../quarantine/origin.ts';
import { mergeParts, type SetAside } from '../quarantine/set-aside.ts';
import { split, type SplitRequest } from '../quarantine/split.ts';
import { faultChecks } from './input-faults.ts';
import { fileRelation } from '../store/published.ts';
import { judge, type Judged, relationIn } from './judge.ts';

export interface AuditRequest
  extends Omit<Judged, 'subject'>, Pick<SplitRequest, 'runId' | 'target' | 'base' | 'rejected'> {
  readonly staged: StagedTable;
  /** Where the rows of a staged file came from. */
  readonly originsOf: (path: string) => readonly Origin[];
}

/** What an audit came to. */
export interface Audited {
  /** The rows that keep every row rule: the staged file itself where all do. */
  readonly rest: StagedTable;
  readonly aside: SetAside | undefined;
  /** Rows that were staged, and records that did not become rows. */
  readonly read: number;
  readonly checks: readonly CheckRecord[];
}

/**
 * Judges a staged table and sets the rows aside that break a row rule of severity error; set rules judge the rows that are
 * left, or all of them where more offend than the budget allows. Nothing is rewritten where no row offends. Where a table refers to itself, rows whose parent was set aside follow it.
 * @throws {QuarantineMismatchError}
 */
export async function auditTable(session: Session, request: AuditRequest): Promise<Audited> {
  const { table, contract, staged } = request;
  const rounds: (readonly CheckResult[])[] = [await judge(session, { ...request, subject: subjectOf(staged) })];
  const parts: StagedTable[] = [];
  let { rejected } = request;
  const read = staged.rows + (rejected?.count ?? 0);
  const faults = await faultChecks(session, table, contract, rejected, read);
  let rest = staged;
  const ofRest = contract.rules.filter((rule) => rule.kind === 'table' || refersToItself(rule, table));
  for (;;) {
    const rules = brokenRules(contract, rounds.at(-1) ?? []);
    if (rules.length === 0 && rejected === undefined) break;
    const { path } = rest;
    const relation = fileRelation(path);
    const pieces = await split(session, {
      ...request,
      ...{ staged: rest, rules, rejected, before: parts, origins: request.originsOf(path) },
      relationOf: (name) => relationIn(request, relation, name),
      base: `${request.base}.${String(parts.length)}`,
    });
    parts.push(pieces.aside);
    rest = pieces.rest;
    rejected = undefined;
    if (rules.length === 0) continue;
    const kept = stillUnique(contract, rounds.at(-1) ?? [], rest.rows);
    const open = ofRest.filter(({ id }) => !kept.some(({ rule }) => rule === id));
    const again = { ...request, contract: { ...contract, rules: open }, subject: subjectOf(rest), input: undefined };
    rounds.push([...(await judge(session, again)), ...kept]);
  }
  const isTolerated = isWithin(contract.quarantine, read - rest.rows, read);
  const checks = [
    ...faults,
    ...contract.rules.flatMap(({ id, kind }) => {
      if (kind === 'row') return rowCheck(rounds, id) ?? [];
      // Beyond the budget nothing is published, and what is left would only be too few.
      return (isTolerated ? rounds : rounds.slice(0, 1)).flatMap((round) => verdictOn(round, id)).at(-1) ?? [];
    }),
  ];
  return {
    rest,
    aside: await mergeParts(session, parts, request),
    read,
    checks: isTolerated ? checks.map(tolerated) : checks,
  };
}

function subjectOf({ path, rows, statistics }: StagedTable): Judged['subject'] {
  return { relation: fileRelation(path), rows, statistics };
}

function brokenRules(contract: Contract, checks: readonly CheckResult[]): readonly SettingAsideRule[] {
  const failed = new Set(checks.filter(({ status }) => status === 'failed').map(({ rule }) => rule));
  return contract.rules.filter(setsAside).filter(({ id }) => failed.has(id));
}

/** What has no copies among all rows has none among `rows` of them, and is not judged again. */
function stillUnique(contract: Contract, checks: readonly CheckResult[], rows: number): readonly CheckResult[] {
  if (rows === 0) return [];
  const unique = new Set(contract.rules.filter(({ form }) => form === 'unique').map(({ id }) => id));
  return checks
    .filter(({ rule, status, unexpectedCount }) => unique.has(rule) && status === 'passed' && unexpectedCount === 0)
    .map((check) => ({ ...check, elementCount: rows, seconds: 0 }));
}

/** All rows that broke a row rule, in whichever round. */
function rowCheck(rounds: readonly (readonly CheckResult[])[], id: string): CheckRecord | undefined {
  const found = rounds.flatMap((round) => verdictOn(round, id));
  const [first] = found;
  if (first === undefined) return undefined;
  const broken = found.find(({ status }) => status === 'failed');
  if (broken === undefined) return found.find(({ status }) => status !== 'passed') ?? first;
  const unexpectedCount = found.reduce((sum, check) => sum + check.unexpectedCount, 0);
  return { ...broken, elementCount: first.elementCount, unexpectedCount };
}

function verdictOn(round: readonly CheckResult[], id: string): readonly CheckResult[] {
  return round.filter(({ rule }) => rule === id);
}

/** A row rule whose offending rows were set aside within the budget. */
function tolerated(check: CheckRecord): CheckRecord {
  const isAside = check.kind === 'row' && check.severity === 'error' && check.status === 'failed';
  return isAside ? { ...check, status: 'quarantined' } : check;
}
