import type { CheckRecord, RunRecord } from './record.ts';
import { cut, visible } from './text.ts';
import { inWords } from './troubles.ts';
import { weightOf } from './weight.ts';

/** GitHub shows so many of each type for one step, and cuts what is longer. */
const MOST = 10;
const LONGEST = 4000;

interface Annotation {
  readonly type: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Workflow commands that put what is wrong on the line of the contract or model that says so; at most ten errors and ten
 * warnings, the last of which says how many more there are.
 */
export function annotations({
  tables,
  error,
  pipeline,
  runId,
}: Pick<RunRecord, 'tables' | 'error' | 'pipeline' | 'runId'>): readonly string[] {
  const broken = tables.flatMap(({ checks }) => checks.filter((check) => (weightOf(check) ?? 'info') !== 'info'));
  const found = broken.map(ofCheck);
  const told = broken.some((check) => weightOf(check) === 'error');
  const failure: readonly Annotation[] =
    error === undefined || told
      ? []
      : [{ type: 'error', title: `${pipeline}: ${error.code}`, message: error.message, ...error.location }];
  const all = [...failure, ...found];
  return (['error', 'warning'] as const)
    .flatMap((type) =>
      bounded(
        all.filter((one) => one.type === type),
        runId,
      ),
    )
    .map(command);
}

function ofCheck(check: CheckRecord): Annotation {
  const { table, rule, location } = check;
  return {
    type: weightOf(check) === 'error' ? 'error' : 'warning',
    title: `${table}: ${rule}`,
    message: inWords(check),
    ...location,
  };
}

function bounded(found: readonly Annotation[], runId: string): readonly Annotation[] {
  const [first] = found;
  if (first === undefined || found.length <= MOST) return found;
  const { type } = first;
  const more = `${found.length - MOST + 1} more of this kind; the job summary of run ${runId} has them all.`;
  return [...found.slice(0, MOST - 1), { type, title: 'More', message: more }];
}

function command({ type, title, message, file, line, column }: Annotation): string {
  const properties = Object.entries({ title: cut(title, 200), file, line, col: column }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::${type} ${properties.join(',')}::${escapeData(cut(message, LONGEST))}`;
}

/** The runner's own escapes; `##[` would be an older form of command. */
function escapeData(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('##[', '## [');
}
