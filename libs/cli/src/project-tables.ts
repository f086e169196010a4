import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pipeline } from '@sluice/pipeline';

const CONTRACT = '.odcs.yaml';

/** Names of a pipeline's tables by its files alone: what completion offers must come at once, and even where a contract is broken. */
export function projectTables(pipeline: Pipeline): readonly string[] {
  return readdirSync(fileURLToPath(pipeline.models), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(CONTRACT))
    .map((path) => path.slice(0, -CONTRACT.length).replace(/[\\/]/gu, '.'))
    .sort();
}
