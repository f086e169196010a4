import type { Contract, ContractColumn } from '../contract.ts';
import type { Rule } from '../rule.ts';
import { pairRules } from './rules.ts';
import { strengthOf } from './strength.ts';

/**
 * `broken`: what a reader of the table relied on holds no more: a column, its type, that it is never null, the key.
 * `loosened`: a rule is gone, lets more through, or cannot be compared. `tightened`: more is promised than before.
 */
export type ChangeKind = 'broken' | 'loosened' | 'tightened';

/** One promise of a contract that changed. */
export interface ContractChange {
  readonly kind: ChangeKind;
  /** The id of the rule, or the name of the column. */
  readonly rule: string;
  /** What was expected, for people: `amount >= 0`; undefined where nothing was. */
  readonly before?: string;
  readonly after?: string;
}

/**
 * What two contracts of one table promise differently: columns first, then rules, both in the order of the old contract.
 * Descriptions, tags and how a table is written are no promises.
 */
export function contractChanges(before: Contract, after: Contract): readonly ContractChange[] {
  const [old, now] = [byName(before), byName(after)];
  return [
    ...before.columns.flatMap((column) => columnChanges(column, now.get(column.name))),
    ...after.columns
      .filter(({ name }) => !old.has(name))
      .map((column) => change('tightened', column.name, undefined, declared(column))),
    ...keyChanges(before.primaryKey, after.primaryKey),
    ...ruleChanges(before.rules, after.rules, new Set([...old.keys()].filter((name) => now.has(name)))),
  ];
}

function byName({ columns }: Contract): ReadonlyMap<string, ContractColumn> {
  return new Map(columns.map((column) => [column.name, column]));
}

function declared({ name, type, required }: ContractColumn): string {
  return `${name} ${type}${required ? ', never null' : ''}`;
}

function columnChanges(before: ContractColumn, after: ContractColumn | undefined): readonly ContractChange[] {
  const { name } = before;
  if (after === undefined) return [change('broken', name, declared(before), undefined)];
  const changes: ContractChange[] = [];
  if (before.type !== after.type) {
    changes.push(change('broken', `${name}.type`, `${name} is ${before.type}`, `${name} is ${after.type}`));
  }
  if (before.required !== after.required) {
    changes.push(gainOrLoss('broken', `${name}.required`, `${name} is not null`, before.required));
  }
  if (before.personal !== after.personal) {
    changes.push(gainOrLoss('loosened', `${name}.classification`, `${name} is personal`, before.personal));
  }
  return changes;
}

function keyChanges(before: readonly string[], after: readonly string[]): readonly ContractChange[] {
  if ([...before].sort().join('\0') === [...after].sort().join('\0')) return [];
  const text = (key: readonly string[]): string | undefined => (key.length === 0 ? undefined : key.join(', '));
  return [change(before.length === 0 ? 'tightened' : 'broken', 'primaryKey', text(before), text(after))];
}

/** @param stayed  columns that both contracts have: what is said of the others is said by naming them */
function ruleChanges(
  before: readonly Rule[],
  after: readonly Rule[],
  stayed: ReadonlySet<string>,
): readonly ContractChange[] {
  const counted = (rules: readonly Rule[]): readonly Rule[] =>
    rules.filter(
      ({ form, type, columns }) =>
        form !== 'type' && type !== 'required' && type !== 'primaryKey' && columns.every((name) => stayed.has(name)),
    );
  return pairRules(counted(before), counted(after)).flatMap(({ before: old, after: now }) => {
    const rule = (old ?? now)?.id ?? '';
    if (old === undefined || now === undefined) {
      return [change(now === undefined ? 'loosened' : 'tightened', rule, said(old), said(now))];
    }
    const strength = strengthOf(old, now);
    return strength === 'same'
      ? []
      : [change(strength === 'looser' ? 'loosened' : 'tightened', rule, said(old), said(now))];
  });
}

function said(rule: Rule | undefined): string | undefined {
  if (rule === undefined) return undefined;
  return rule.severity === 'error' ? rule.expected : `${rule.expected} (${rule.severity})`;
}

function gainOrLoss(loss: ChangeKind, rule: string, text: string, isLost: boolean): ContractChange {
  return isLost ? change(loss, rule, text, undefined) : change('tightened', rule, undefined, text);
}

function change(kind: ChangeKind, rule: string, before: string | undefined, after: string | undefined): ContractChange {
  return { kind, rule, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
