import type { Row, Session, Value } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import type { Parents } from '../generate/keys.ts';
import { randomOf } from '../generate/random.ts';
import { fittingRowCount } from '../generate/row-count.ts';
import { generateRows } from '../generate/rows.ts';
import { isOnColumn } from '../row-tests/row-test.ts';
import { testedRules } from '../row-tests/tested-rules.ts';
import type { Rule } from '../rule.ts';
import { compileRecordSchema } from '../schema/compile.ts';
import { candidatesOf } from './candidates.ts';
import { auditOracle, type Oracle, type OracleOptions, type Specimen } from './oracle.ts';
import { replaceAt, tableSpecimens, type Material } from './specimens.ts';

export interface BreakerOptions extends OracleOptions {
  readonly seed: number;
  /** Rows that keep the contract, own SQL included; generated where they are not given. */
  readonly rows?: readonly Row[];
  /** Rows of the tables that foreign keys name; `relationOf` must give the same rows. */
  readonly parents?: Parents;
}

/** How a rule can be broken. */
export type Breaker =
  /** A table that breaks this rule and no other. */
  | ({ readonly rule: string } & Specimen)
  /** Whatever was found to break the rule broke all of these too; or, where there is none that always broke, one of them. */
  | { readonly rule: string; readonly impliedBy: readonly string[] }
  /** Nothing was found that breaks the rule alone. */
  | { readonly rule: string; readonly open: string };

const wantedRows = 6;
const mostAudits = 60;
/** Own SQL does not say which columns it looks at. */
const mostAuditsOfSql = 240;

/**
 * For every rule of a contract a table that breaks it and no other rule, proved by an audit; or the rules that imply it.
 * Rules that the rows they start from do not keep (own SQL over other tables, where `rows` was not given) are `open`,
 * and no table is held against them. Rules on drift are left out: no table breaks them without a history.
 */
export async function breakers(
  session: Session,
  contract: Contract,
  options: BreakerOptions,
): Promise<readonly Breaker[]> {
  const material = await materialOf(contract, options);
  const oracle = auditOracle(session, contract, options);
  const unkept = await oracle({ rows: material.rows });
  const found: Breaker[] = [];
  for (const rule of contract.rules) {
    if (rule.form === 'drift') continue;
    if (unkept.has(rule.id)) found.push({ rule: rule.id, open: 'the rows to start from do not keep it' });
    else
      found.push(
        await breakerOf(rule, specimensOf(rule, material), async (specimen) => without(await oracle(specimen), unkept)),
      );
  }
  return found;
}

async function breakerOf(rule: Rule, specimens: Iterable<Specimen>, oracle: Oracle): Promise<Breaker> {
  let others: ReadonlySet<string> | undefined;
  const any = new Set<string>();
  let audits = 0;
  for (const specimen of specimens) {
    if (audits++ >= (rule.form === 'query' ? mostAuditsOfSql : mostAudits)) break;
    const caught = await oracle(specimen);
    if (!caught.has(rule.id)) continue;
    if (caught.size === 1) return { rule: rule.id, ...specimen };
    for (const id of caught) any.add(id);
    others = others === undefined ? caught : new Set([...others].filter((id) => caught.has(id)));
  }
  const always = [...(others ?? [])].filter((id) => id !== rule.id);
  const impliedBy = always.length > 0 ? always : [...any].filter((id) => id !== rule.id);
  return impliedBy.length > 0
    ? { rule: rule.id, impliedBy }
    : { rule: rule.id, open: 'nothing was found that breaks it' };
}

function without(all: ReadonlySet<string>, some: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...all].filter((id) => !some.has(id)));
}

async function materialOf(contract: Contract, options: BreakerOptions): Promise<Material> {
  const { seed, asOf, parents = {} } = options;
  const count = fittingRowCount(contract, wantedRows);
  const spare = await generateRows(contract, { rows: count * 2 + 3, seed, parents }).catch(() => []);
  const rows = options.rows ?? (await generateRows(contract, { rows: count, seed, parents }));
  const tests = testedRules(contract).flatMap(({ tests: all = [] }) => all);
  const candidates = new Map<string, readonly Value[]>();
  for (const column of contract.columns) {
    const own = tests.filter((test) => isOnColumn(test) && test.column === column.name);
    candidates.set(column.name, await candidatesOf(column, own, randomOf(seed, `${contract.id}/${column.name}`)));
  }
  const kept = new Set(rows.map((row) => JSON.stringify(row)));
  return { contract, rows, spare: spare.filter((row) => !kept.has(JSON.stringify(row))), candidates, asOf };
}

/** Rules on rows: the first row with other values in the rule's columns; those that the schema finds to break it alone come first. */
function specimensOf(rule: Rule, material: Material): Iterable<Specimen> {
  if (rule.kind !== 'row') return tableSpecimens(rule, material);
  const { contract, rows, candidates } = material;
  const [row = {}] = rows;
  const schema = compileRecordSchema(contract);
  const ranked = combinations(rule.columns, candidates).map((values) => {
    const changed = { ...row, ...values };
    const { broken } = schema.check(changed);
    const judged = !schema.sqlOnly.includes(rule.id);
    return { changed, others: broken.filter((id) => id !== rule.id).length, hit: !judged || broken.includes(rule.id) };
  });
  return ranked
    .filter(({ hit }) => hit)
    .toSorted((a, b) => a.others - b.others)
    .map(({ changed }) => ({ rows: replaceAt(rows, 0, changed) }));
}

function combinations(columns: readonly string[], candidates: ReadonlyMap<string, readonly Value[]>): readonly Row[] {
  return [...new Set(columns)].reduce<readonly Row[]>(
    (rows, name) => rows.flatMap((row) => (candidates.get(name) ?? []).map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}
