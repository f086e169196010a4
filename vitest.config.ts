import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const folders = ['libs', 'apps', 'tools'].flatMap((kind) =>
  readdirSync(new URL(kind, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, root: `${kind}/${entry.name}` })),
);

// One project per folder, named after it: `npx vitest run --project engine`.
export default defineConfig({
  test: {
    projects: folders.map(({ name, root }) => ({
      root,
      test: {
        name,
        include: ['test/**/*.test.ts'],
        setupFiles: [new URL('vitest.setup.ts', import.meta.url).pathname],
        testTimeout: 30_000,
        hookTimeout: 30_000,
      },
    })),
    coverage: { provider: 'v8', include: ['libs/*/src/**/*.ts', 'apps/*/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
