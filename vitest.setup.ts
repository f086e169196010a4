/** No test, and no process that a test starts, sees the settings of the machine that it runs on. */
const foreign = /^(SLUICE_|GITHUB_|RUNNER_|PG|AWS_|OPENLINEAGE_)|^(CI|NO_COLOR|FORCE_COLOR|TZ|NODE_OPTIONS|EDITOR)$/;

for (const name of Object.keys(process.env).filter((key) => foreign.test(key))) {
  Reflect.deleteProperty(process.env, name);
}
