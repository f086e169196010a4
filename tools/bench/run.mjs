#!/usr/bin/env node
// Runs one benchmark from its TypeScript source: node tools/bench/run.mjs NAME [ARGUMENTS].
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const [name = ''] = process.argv.slice(2, 3);
const entry = join(here, 'src', `${name}.ts`);
if (name === '' || !existsSync(entry)) {
  const known = readdirSync(join(here, 'src')).map((file) => file.replace(/\.ts$/u, ''));
  console.error(`No benchmark is named "${name}". There are: ${known.join(', ')}.`);
  process.exit(2);
}
const folder = mkdtempSync(join(here, '..', '..', 'node_modules', '.bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const bundle = join(folder, `${name}.mjs`);
await build({
  entryPoints: [entry],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'bundle',
  external: ['@duckdb/*', 'cassandra-driver'],
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(${JSON.stringify(pathToFileURL(entry).href)});`,
  },
  logLevel: 'error',
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) },
});
process.argv.splice(2, 1);
// For benchmarks that start themselves many times.
process.env['BENCH_PROGRAM'] = bundle;
await import(pathToFileURL(bundle).href);
