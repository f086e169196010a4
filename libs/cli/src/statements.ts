/**
 * Splits SQL at the semicolons that end statements: those in quotes, dollar quotes and comments do not.
 * @returns the statements that are whole, and what follows the last of them.
 */
export function splitStatements(sql: string): { readonly statements: readonly string[]; readonly rest: string } {
  const token =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$|--[^\n]*|\/\*[\s\S]*?\*\/|'|"|\/\*|\$\w*\$|;|[^'"$;/-]+|[\s\S]/guy;
  const statements: string[] = [];
  let start = 0;
  for (const match of sql.matchAll(token)) {
    const [text] = match;
    // An opening quote that matched alone is not closed yet: nothing behind it ends a statement.
    if (text === "'" || text === '"' || text === '/*' || /^\$\w*\$$/u.test(text)) break;
    if (text !== ';') continue;
    statements.push(sql.slice(start, match.index).trim());
    start = match.index + 1;
  }
  return { statements: statements.filter((statement) => statement !== ''), rest: sql.slice(start) };
}
