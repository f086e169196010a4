import { settingsTable, type Settings } from '@sluice/core';
import { ok, warning, type Finding } from './finding.ts';

/** Which variables are set, and which look like settings and are none. Values that cannot be used end every command before this. */
export function examineVariables(
  { warnings }: Settings,
  env: Readonly<Record<string, string | undefined>>,
): readonly Finding[] {
  const set = settingsTable.flatMap(({ variable, ...entry }) =>
    (env[variable] ?? '') === '' ? [] : [`${variable}=${'secret' in entry ? '•••' : (env[variable] ?? '')}`],
  );
  return [
    ok('variables', set.length === 0 ? 'none set; every setting has its default' : set.join(', ')),
    ...warnings.map((text) => warning('variables', text)),
  ];
}
