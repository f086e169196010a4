import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig, type TestProjectConfiguration } from 'vitest/config';

const folders = ['libs', 'apps', 'tools'].flatMap((kind) =>
  readdirSync(new URL(kind, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, root: `${kind}/${entry.name}` })),
);

/** One project per folder, named after it: `npx vitest run --project engine`. @param timeout  milliseconds a test may take */
export function projects(include: string, exclude: readonly string[], timeout: number): TestProjectConfiguration[] {
  return folders.map(({ name, root }) => ({
    root,
    test: {
      name,
      include: [include],
      exclude: [...configDefaults.exclude, ...exclude],
      setupFiles: [new URL('vitest.setup.ts', import.meta.url).pathname],
      testTimeout: timeout,
      hookTimeout: timeout,
    },
  }));
}

export default defineConfig({
  test: {
    // Many tests wait for a disk or a process; by itself Vitest leaves one core alone, on two half of them.
    maxWorkers: availableParallelism(),
    projects: projects('test/**/*.test.ts', ['**/*.service.test.ts'], 30_000),
    coverage: { provider: 'v8', include: ['libs/*/src/**/*.ts', 'apps/*/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
