import { quoteLiteral } from '@sluice/engine';

/** SQL: the pattern that matches one file alone, for the engine's readers take wildcards in file names. */
export function filePattern(path: string): string {
  return quoteLiteral(path.replaceAll(/[*?[]/gu, '[$&]'));
}
