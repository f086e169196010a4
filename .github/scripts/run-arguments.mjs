/**
 * Prints the flags of `sluice run` for a workflow's inputs, one a line: `--as-of=2026-01-01`.
 * $PARAMETERS is a JSON object, or `null` where nobody filled in a form. An empty value leaves the default, `true` is a
 * flag without a value. A value can be no flag of its own, and nothing here goes through a shell.
 */
const given = JSON.parse(process.env['PARAMETERS'] || 'null') ?? {};
/** @type {string[]} */
const problems = [];
/** @type {string[]} */
const flags = [];
for (const [name, value] of Object.entries(given)) {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) problems.push(`${JSON.stringify(name)} names no flag`);
  else if (!/^[A-Za-z0-9@/_.:+-]*$/.test(String(value)))
    problems.push(`${name}: ${JSON.stringify(value)} has other characters than letters, digits and @/_.:+-`);
  else if (String(value) === 'true') flags.push(`--${name}`);
  else if (value !== null && !['', 'false'].includes(String(value))) flags.push(`--${name}=${value}`);
}
if (problems.length > 0) {
  console.error(`The inputs cannot be passed on:\n${problems.join('\n')}`);
  process.exit(2);
}
for (const flag of flags) console.log(flag);
