/**
 * Refuses to go on where the lake would lie in the checkout, which the next job wipes. The machine names its lake once,
 * in the runner's own `.env` file: docs/runner.md.
 */
import { isAbsolute, relative, resolve } from 'node:path';

const lake = process.env['SLUICE_DATA_DIR'] ?? '';
const path = relative(process.env['GITHUB_WORKSPACE'] ?? process.cwd(), resolve(lake));
const isInside = path === '' || !(path === '..' || path.startsWith('../') || isAbsolute(path));

if (!isAbsolute(lake) || isInside) {
  console.error(
    `SLUICE_DATA_DIR must be an absolute folder outside of the checkout, which the next job wipes; got "${lake}". ` +
      'Set it in the .env file of the runner: docs/runner.md.',
  );
  process.exit(2);
}
