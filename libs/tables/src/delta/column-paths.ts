/** A column, or a field within it: the names from the column down. */
export type ColumnPath = readonly string[];

/** A name in backticks, which double within it, or a bare one; and what parts it from the next. */
const NAME = /\s*(?:`((?:[^`]|``)+)`|([^`.,\s]+))\s*([.,]|$)/y;

/** Reads a list as ``a, s.b, `odd, name`.c``; no paths for what is none. */
export function columnPaths(text: string): readonly ColumnPath[] {
  const paths: string[][] = [[]];
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match !== null; match = NAME.exec(text)) {
    const [, quoted, bare = '', end] = match;
    paths.at(-1)?.push(quoted?.replaceAll('``', '`') ?? bare);
    if (end === '') return paths;
    if (end === ',') paths.push([]);
  }
  return [];
}
