import { describe, expect, it } from 'vitest';
import { lockfileProblems, missingPlatforms, outOfStep, registryAddresses, unknownWorkspaces } from '../lockfile.mjs';
import { workspaceRoot } from '../src/workspace.ts';

describe('package-lock.json', () => {
  it('installs on every platform, from every registry', () => {
    expect(lockfileProblems(workspaceRoot)).toEqual([]);
  });
});

describe(registryAddresses, () => {
  it('names the package that is tied to a registry, and lets workspace links be', () => {
    const packages = {
      'node_modules/pino': { version: '10.4.0', resolved: 'https://registry.example/pino-10.4.0.tgz' },
      'node_modules/@sluice/core': { resolved: 'libs/core', link: true },
    };
    expect(registryAddresses({ packages })).toEqual([expect.stringContaining('node_modules/pino is tied to https:')]);
  });
});

describe(missingPlatforms, () => {
  it('names the platforms without an entry, nested entries counted', () => {
    const packages = {
      'node_modules/native': { version: '1.0.0', optionalDependencies: { 'native-linux': '1', 'native-darwin': '1' } },
      'node_modules/native/node_modules/native-linux': { version: '1' },
    };
    expect(missingPlatforms({ packages })).toEqual([
      'node_modules/native 1.0.0 lacks 1 of its 2 platforms: native-darwin',
    ]);
  });
});

describe(outOfStep, () => {
  it('names the package.json whose dependencies are not those of the lockfile', () => {
    const packages = { '': { dependencies: { a: '1.0.0' } }, 'libs/core': { dependencies: { pino: '10.4.0' } } };
    const wanted = (path: string) => ({ dependencies: path === '' ? { a: '1.0.0' } : { pino: '10.5.0' } });
    expect(outOfStep({ packages }, wanted)).toEqual([
      'libs/core/package.json: dependencies differ from package-lock.json: run npm install',
    ]);
  });
});

describe(unknownWorkspaces, () => {
  it('names the folder that npm install has not recorded', () => {
    expect(unknownWorkspaces({ packages: { 'libs/core': {} } }, ['libs/core', 'apps/tills'])).toEqual([
      'apps/tills is not in package-lock.json: run npm install',
    ]);
  });
});
