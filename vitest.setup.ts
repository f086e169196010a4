import { configureGlobal } from 'fast-check';

// In CI the same cases every time, so that a red run is about the change; elsewhere new ones, so that we learn.
if (process.env['CI'] !== undefined) configureGlobal({ seed: 20_261_121 });

/** No test, and no process that a test starts, sees the settings of the machine that it runs on. */
const foreign = /^(SLUICE_|GITHUB_|RUNNER_|PG|AWS_|OPENLINEAGE_)|^(CI|NO_COLOR|FORCE_COLOR|TZ|NODE_OPTIONS|EDITOR)$/;

for (const name of Object.keys(process.env).filter((key) => foreign.test(key))) {
  Reflect.deleteProperty(process.env, name);
}
