import { isNode, type SyntaxNode } from '@sluice/engine';
import { around, type Edit, inPlaceOf, itself, nodesOf } from './edit.ts';

/** Each comparison becomes its negation, or takes its bound in or leaves it out. */
const COMPARISONS: ReadonlyMap<unknown, string> = new Map([
  ['COMPARE_EQUAL', 'COMPARE_NOTEQUAL'],
  ['COMPARE_NOTEQUAL', 'COMPARE_EQUAL'],
  ['COMPARE_LESSTHAN', 'COMPARE_LESSTHANOREQUALTO'],
  ['COMPARE_LESSTHANOREQUALTO', 'COMPARE_LESSTHAN'],
  ['COMPARE_GREATERTHAN', 'COMPARE_GREATERTHANOREQUALTO'],
  ['COMPARE_GREATERTHANOREQUALTO', 'COMPARE_GREATERTHAN'],
  ['COMPARE_DISTINCT_FROM', 'COMPARE_NOT_DISTINCT_FROM'],
  ['COMPARE_NOT_DISTINCT_FROM', 'COMPARE_DISTINCT_FROM'],
]);

const NEGATIONS: ReadonlyMap<unknown, string> = new Map([
  ['OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL'],
  ['OPERATOR_IS_NOT_NULL', 'OPERATOR_IS_NULL'],
  ['COMPARE_IN', 'COMPARE_NOT_IN'],
  ['COMPARE_NOT_IN', 'COMPARE_IN'],
]);

const ARITHMETIC: ReadonlyMap<unknown, string> = new Map([
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
]);

/** Types of literals that count in whole steps. */
const EXACT: ReadonlySet<unknown> = new Set(['INTEGER', 'BIGINT', 'HUGEINT', 'DECIMAL']);

/** What can go wrong with one expression, aggregates and windows aside. */
export function expressionEdits(node: SyntaxNode): readonly Edit[] {
  switch (node['class']) {
    case 'COMPARISON': {
      const type = COMPARISONS.get(node['type']);
      return type === undefined ? [] : [itself('comparison', { ...node, type })];
    }
    case 'CONSTANT':
      return constants(node);
    case 'CONJUNCTION':
      return lostTerms(node);
    case 'CASE':
      return swappedBranches(node);
    case 'OPERATOR':
      return operators(node);
    case 'FUNCTION':
      return arithmetic(node);
    default:
      return [];
  }
}

/** One less and one more, in the last decimal place. */
function constants(node: SyntaxNode): readonly Edit[] {
  const { value } = node;
  if (!isNode(value) || typeof value['value'] !== 'number' || !isExact(value['type'])) return [];
  const number = value['value'];
  return [number - 1, number + 1].map((changed) =>
    around('constant', { ...node, value: { ...value, value: changed } }),
  );
}

function isExact(type: unknown): boolean {
  return isNode(type) && EXACT.has(type['id']);
}

/** `a AND b AND c` without one of them. */
function lostTerms(node: SyntaxNode): readonly Edit[] {
  const terms = nodesOf(node, 'children');
  return terms.map((_, lost) => {
    const children = terms.toSpliced(lost, 1);
    const [only] = children;
    const left = children.length === 1 && only !== undefined ? inPlaceOf(node, only) : { ...node, children };
    return itself('filter', left);
  });
}

/** Each THEN changes places with the next one, the last with ELSE. */
function swappedBranches(node: SyntaxNode): readonly Edit[] {
  const checks = nodesOf(node, 'case_checks');
  return checks.map((check, index) => {
    const next = checks[index + 1];
    const changed = checks.with(index, {
      ...check,
      then_expr: next === undefined ? node['else_expr'] : next['then_expr'],
    });
    return next === undefined
      ? itself('case', { ...node, case_checks: changed, else_expr: check['then_expr'] })
      : itself('case', {
          ...node,
          case_checks: changed.with(index + 1, { ...next, then_expr: check['then_expr'] }),
        });
  });
}

function operators(node: SyntaxNode): readonly Edit[] {
  const [first] = nodesOf(node, 'children');
  const negated = NEGATIONS.get(node['type']);
  if (negated !== undefined) return [itself('negation', { ...node, type: negated })];
  if (first === undefined) return [];
  if (node['type'] === 'OPERATOR_NOT') return [itself('negation', inPlaceOf(node, first))];
  if (node['type'] === 'OPERATOR_COALESCE') return [itself('coalesce', inPlaceOf(node, first))];
  return [];
}

function arithmetic(node: SyntaxNode): readonly Edit[] {
  const other = ARITHMETIC.get(node['function_name']);
  if (other === undefined || node['is_operator'] !== true || nodesOf(node, 'children').length !== 2) return [];
  return [itself('arithmetic', { ...node, function_name: other })];
}
