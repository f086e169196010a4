/** A node of DuckDB's syntax tree, as `json_serialize_sql` writes it. */
export type SyntaxNode = Readonly<Record<string, unknown>>;

/** Offsets are UTF-8 bytes into the SQL; undefined where DuckDB keeps none. */
interface WalkedTable {
  readonly schema: string | undefined;
  readonly name: string;
  readonly offset: number | undefined;
}

interface Refusal {
  readonly reason: string;
  readonly offset: number | undefined;
}

export interface Walked {
  readonly tables: readonly WalkedTable[];
  readonly columns: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly star: boolean;
  readonly refusals: readonly Refusal[];
}

/** Table functions that read nothing from outside. */
const HARMLESS_TABLE_FUNCTIONS: ReadonlySet<string> = new Set(['range', 'generate_series', 'unnest']);

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Collects what a serialized SELECT names, with DuckDB's rules for which WITH is visible where. */
export function walkSelect(statement: SyntaxNode): Walked {
  const tables: WalkedTable[] = [];
  const columns = new Set<string>();
  const functions = new Set<string>();
  const relations = new Set<string>();
  const single = new Set<string>();
  const refusals: Refusal[] = [];
  let star = false;

  function visit(value: unknown, scope: ReadonlySet<string>): void {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, scope);
    } else if (isNode(value)) {
      visitNode(value, scope);
    }
  }

  function visitNode(node: SyntaxNode, outer: ReadonlySet<string>): void {
    const scope = withCtes(node, outer);
    for (const alias of [text(node['alias']), text(node['table_name'])]) {
      if (alias !== undefined) relations.add(alias.toLowerCase());
    }
    switch (node['type']) {
      case 'BASE_TABLE':
        visitTable(node, scope);
        break;
      case 'TABLE_FUNCTION':
        visitTableFunction(node);
        break;
      case 'SHOW_REF':
        refusals.push({ reason: 'it must be one SELECT, not DESCRIBE, SHOW or SUMMARIZE', offset: offsetOf(node) });
        break;
      case 'PIVOT':
      case 'STAR':
        star = true;
        break;
      default:
    }
    if (node['ref_type'] === 'NATURAL') star = true;
    const functionName = text(node['function_name']);
    if (functionName !== undefined) functions.add(functionName.toLowerCase());
    const names = [...texts(node['column_names']), ...texts(node['using_columns']), ...texts(node['groups'])];
    for (const name of names) columns.add(name.toLowerCase());
    if (names.length === 1) single.add(String(names[0]).toLowerCase());
    for (const [key, child] of Object.entries(node)) if (key !== 'cte_map') visit(child, scope);
  }

  /** A WITH sees those before it; a recursive one sees itself in its second half. */
  function withCtes(node: SyntaxNode, outer: ReadonlySet<string>): ReadonlySet<string> {
    const map = isNode(node['cte_map']) ? node['cte_map']['map'] : undefined;
    const scope = new Set(outer);
    if (node['type'] === 'RECURSIVE_CTE_NODE') scope.add(String(node['cte_name']).toLowerCase());
    for (const entry of Array.isArray(map) ? map : []) {
      if (!isNode(entry)) continue;
      visit(entry['value'], new Set(scope));
      scope.add(String(entry['key']).toLowerCase());
    }
    return scope;
  }

  function visitTable(node: SyntaxNode, scope: ReadonlySet<string>): void {
    const name = String(node['table_name']);
    const schema = text(node['schema_name']);
    const offset = offsetOf(node);
    if (text(node['catalog_name']) !== undefined) {
      refusals.push({ reason: `name the table ${String(schema)}.${name} without a catalog before it`, offset });
    } else if (schema === undefined && /[./\\:*?]/.test(name)) {
      refusals.push({ reason: `it reads the file '${name}'; make the file a source and name its table`, offset });
    } else if (schema !== undefined || !scope.has(name.toLowerCase())) {
      tables.push({ schema, name, offset });
    }
  }

  function visitTableFunction(node: SyntaxNode): void {
    const called = isNode(node['function']) ? (text(node['function']['function_name']) ?? '') : '';
    if (HARMLESS_TABLE_FUNCTIONS.has(called.toLowerCase())) return;
    refusals.push({
      reason: `it calls the table function ${called}(); read from named tables only`,
      offset: offsetOf(node),
    });
  }

  visit(statement, new Set());
  // A relation's name as a column stands for its whole row: `SELECT p FROM run.parameters p`.
  if ([...single].some((name) => relations.has(name))) star = true;
  return { tables, columns, functions, star, refusals };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Where a node stands in the SQL, in UTF-8 bytes. The largest unsigned number stands for no offset. */
export function offsetOf(node: SyntaxNode): number | undefined {
  const offset = node['query_location'];
  return typeof offset === 'number' && Number.isSafeInteger(offset) ? offset : undefined;
}
