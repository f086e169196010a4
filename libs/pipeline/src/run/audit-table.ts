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
import { judge, type Judged, relationIn } from './judge.ts';

export interface AuditRequest extends Judged, Pick<SplitRequest, 'runId' | 'target' | 'base'> {
  readonly staged: StagedTable;
  /** Where the rows of a staged file came from. */
  readonly originsOf: (path: string) => readonly Origin[];
}

/** What an audit came to. */
export interface Audited {
  /** The rows that keep every row rule: the staged file itself where all do. */
  readonly rest: StagedTable;
  readonly aside: SetAside | undefined;
  readonly checks: readonly CheckRecord[];
}

/**
 * Judges a staged table and sets the rows aside that break a row rule of severity error; set rules judge the rows that are
 * left. Nothing is rewritten where no row offends. Where a table refers to itself, rows whose parent was set aside follow it.
 * @throws {QuarantineMismatchError}
 */
export async function auditTable(session: Session, request: AuditRequest): Promise<Audited> {
  const { table, contract, staged } = request;
  const rounds: (readonly CheckResult[])[] = [await judge(session, request)];
  const parts: StagedTable[] = [];
  let rest = staged;
  const ofRest = contract.rules.filter((rule) => rule.kind === 'table' || refersToItself(rule, table));
  for (;;) {
    const rules = brokenRules(contract, rounds.at(-1) ?? []);
    if (rules.length === 0) break;
    const { path } = rest;
    const pieces = await split(session, {
      ...request,
      ...{ staged: rest, rules, before: parts, origins: request.originsOf(path) },
      relationOf: (name) => relationIn(request, path, name),
      base: `${request.base}.${String(parts.length)}`,
    });
    parts.push(pieces.aside);
    rest = pieces.rest;
    const again = { ...request, contract: { ...contract, rules: ofRest }, staged: rest, input: undefined };
    rounds.push(await judge(session, again));
  }
  const isTolerated = isWithin(contract.quarantine, staged.rows - rest.rows, staged.rows);
  return {
    rest,
    aside: await mergeParts(session, parts, request),
    checks: contract.rules
      .map((rule) => finalCheck(rounds, rule.id, rule.kind === 'row', isTolerated))
      .filter((check) => check !== undefined),
  };
}

function brokenRules(contract: Contract, checks: readonly CheckResult[]): readonly SettingAsideRule[] {
  const failed = new Set(checks.filter(({ status }) => status === 'failed').map(({ rule }) => rule));
  return contract.rules.filter(setsAside).filter(({ id }) => failed.has(id));
}

/** Of a set rule the last verdict; of a row rule all rows that broke it, in whichever round. */
function finalCheck(
  rounds: readonly (readonly CheckResult[])[],
  id: string,
  ofRows: boolean,
  isTolerated: boolean,
): CheckRecord | undefined {
  const found = rounds.flatMap((round) => round.filter(({ rule }) => rule === id));
  const [first] = found;
  if (!ofRows || first === undefined) return found.at(-1);
  const broken = found.find(({ status }) => status === 'failed');
  if (broken === undefined) return found.find(({ status }) => status !== 'passed') ?? first;
  const unexpectedCount = found.reduce((sum, check) => sum + check.unexpectedCount, 0);
  const isSetAside = isTolerated && broken.severity === 'error';
  return {
    ...broken,
    elementCount: first.elementCount,
    unexpectedCount,
    status: isSetAside ? 'quarantined' : 'failed',
  };
}
