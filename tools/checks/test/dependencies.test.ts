import { describe, expect, it } from 'vitest';
import { importedPackages } from '../src/imports.ts';
import { projects, rootDevDependencies, workspaceFiles } from '../src/workspace.ts';

const code = workspaceFiles().filter((file) => /\.[cm]?[jt]s$/.test(file));
const isTest = (file: string) => /^[^/]+\/[^/]+\/test\//.test(file);

describe.each(projects)('package.json of $root', ({ name, root, kind, dependencies, devDependencies }) => {
  const own = code.filter((file) => file.startsWith(`${root}/`));
  const imported = (files: readonly string[]) => new Set(files.flatMap(importedPackages));

  it('names every package that the code imports', () => {
    const declared = kind === 'tool' ? { ...rootDevDependencies, ...dependencies } : dependencies;
    const needed = imported(own.filter((file) => !isTest(file)));
    expect([...needed].filter((item) => !(item in declared) && item !== name)).toEqual([]);
  });

  it('names no package that nothing imports', () => {
    const used = imported(own);
    // An app depends on the command that runs it.
    const indirect = kind === 'app' ? ['@sluice/cli'] : [];
    const named = Object.keys({ ...dependencies, ...devDependencies });
    expect(named.filter((item) => !used.has(item) && !indirect.includes(item))).toEqual([]);
  });

  it('leaves to tests only what is declared, or a neighbour', () => {
    const declared = { ...rootDevDependencies, ...dependencies, ...devDependencies };
    const needed = imported(own.filter(isTest));
    expect([...needed].filter((item) => !(item in declared) && !item.startsWith('@sluice/'))).toEqual([]);
  });
});

describe('dependencies', () => {
  it('are pinned, neighbours but for the workspace', () => {
    const all = projects.flatMap(({ dependencies, devDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies }),
    );
    const loose = [...all, ...Object.entries(rootDevDependencies)].filter(([name, range]) =>
      name.startsWith('@sluice/') ? range !== '*' : !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range),
    );
    expect(loose).toEqual([]);
  });

  it('have one version in the whole workspace', () => {
    const versions = new Map<string, Set<string>>();
    for (const { dependencies, devDependencies } of projects) {
      for (const [name, version] of Object.entries({ ...rootDevDependencies, ...dependencies, ...devDependencies })) {
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
      }
    }
    expect([...versions].filter(([, all]) => all.size > 1).map(([name, all]) => [name, ...all])).toEqual([]);
  });
});
