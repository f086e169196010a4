import { elementParts } from './odcs/common.ts';
import { strptimeOf } from './date-format.ts';
import { propertySchema, type LogicalType, type OdcsProperty } from './odcs/table.ts';
import type { Problems } from './problems.ts';
import type { ContractColumn } from './contract.ts';
import type { Path } from './source.ts';
import { columnType } from './types.ts';

/** A declared column, with the property that declares it. */
export interface ReadColumn {
  readonly column: ContractColumn;
  readonly property: OdcsProperty;
  readonly logicalType: LogicalType;
  /** Place in the primary key, from 1; 0 for columns outside of it. */
  readonly keyPosition: number;
  readonly path: Path;
}

export interface ReadColumns {
  readonly columns: readonly ReadColumn[];
  /** Names of the columns that were reported and left out. */
  readonly refused: ReadonlySet<string>;
}

/** The columns of a table in the order of the document. */
export function readColumns(properties: readonly unknown[], path: Path, problems: Problems): ReadColumns {
  const columns: ReadColumn[] = [];
  const refused = new Set<string>();
  const seen = new Set<string>();
  for (const [index, property] of properties.entries()) {
    const at: Path = [...path, index];
    const name = nameOf(property);
    if (seen.has(name.toLowerCase())) problems.report([...at, 'name'], `the column ${name} is declared twice`);
    seen.add(name.toLowerCase());
    problems.checkParts(elementParts, at, property);
    const column = problems.check(propertySchema, at, property) ? readColumn(property, at, problems) : undefined;
    if (column === undefined) refused.add(name);
    else columns.push(column);
  }
  checkKeyPositions(columns, problems);
  return { columns, refused };
}

function nameOf(property: unknown): string {
  const name: unknown = typeof property === 'object' && property !== null ? Reflect.get(property, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}

function readColumn(property: OdcsProperty, path: Path, problems: Problems): ReadColumn | undefined {
  const { name, logicalType } = property;
  if (logicalType === 'object' || logicalType === 'array') {
    problems.report([...path, 'logicalType'], `columns of logicalType ${logicalType} are not supported yet`);
    return undefined;
  }
  const type = columnType(logicalType, property.physicalType);
  if (typeof type === 'string') {
    problems.report(property.physicalType === undefined ? path : [...path, 'physicalType'], type);
    return undefined;
  }
  const primaryKey = property.primaryKey === true;
  const position = property.primaryKeyPosition ?? -1;
  const sourceFormat = formatOf(property, type.logicalType, path, problems);
  const column: ContractColumn = {
    name,
    type: type.type,
    family: type.family,
    required: property.required === true || primaryKey,
    primaryKey,
    unique: property.unique === true,
    personal: property.classification?.toLowerCase() === 'personal',
    location: problems.locate(path),
    ...(property.description === undefined ? {} : { description: property.description }),
    ...(sourceFormat === undefined ? {} : { sourceFormat }),
  };
  if (!primaryKey && position > 0)
    problems.report(
      [...path, 'primaryKeyPosition'],
      `${name} has a place in the primary key and no \`primaryKey: true\``,
    );
  return { column, property, logicalType: type.logicalType, keyPosition: primaryKey ? Math.max(position, 1) : 0, path };
}

/** Only dates and times have a format that is read by; of text and numbers it is a remark. */
function formatOf(property: OdcsProperty, type: LogicalType, path: Path, problems: Problems): string | undefined {
  if (type !== 'date' && type !== 'timestamp' && type !== 'time') return undefined;
  const options = property.logicalTypeOptions;
  const format: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, 'format') : undefined;
  if (typeof format !== 'string') return undefined;
  const strptime = strptimeOf(format);
  if (strptime === undefined)
    problems.report(
      [...path, 'logicalTypeOptions', 'format'],
      `expected a pattern such as dd/MM/yyyy or d/M/yyyy, got ${format}`,
    );
  return strptime;
}

function checkKeyPositions(columns: readonly ReadColumn[], problems: Problems): void {
  const keys = columns.filter(({ keyPosition }) => keyPosition > 0);
  const taken = new Map<number, string>();
  for (const { column, keyPosition, path } of keys) {
    const other = taken.get(keyPosition);
    if (other !== undefined)
      problems.report(
        path,
        `${column.name} and ${other} have one place in the primary key; give each a primaryKeyPosition of its own`,
      );
    taken.set(keyPosition, column.name);
  }
}
