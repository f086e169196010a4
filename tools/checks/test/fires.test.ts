import { describe, expect, it } from 'vitest';
import { fires } from '../fires.mjs';
import { readWorkflows } from '../src/workflows.ts';
import { projects } from '../src/workspace.ts';

const push = (paths: readonly string[]): unknown => ({ push: { branches: ['main'], paths } });

describe(fires, () => {
  it.each([
    ['**', '.github/dependabot.yml', true],
    ['*', 'README.md', true],
    ['*', 'docs/runner.md', false],
    ['libs/cli/**', 'libs/cli/src/a/b.ts', true],
    ['libs/cli/**', 'libs/client/a.ts', false],
    ['**/*.md', 'README.md', true],
    ['**/test/**', 'test/a.ts', true],
    ['package.json', 'apps/x/package.json', false],
    ['Libs/**', 'libs/a', false],
  ])('matches %s with %s as GitHub documents it: %s', (pattern, file, expected) => {
    expect(fires(push([pattern]), 'main', [file])).toBe(expected);
  });

  it('lets the last pattern that matches decide, for each file by itself', () => {
    const paths = ['apps/**', '!**/*.md', 'apps/KEEP.md'];
    expect(fires(push(paths), 'main', ['apps/a.md'])).toBe(false);
    expect(fires(push(paths), 'main', ['apps/KEEP.md'])).toBe(true);
    expect(fires(push(paths), 'main', ['apps/a.md', 'apps/a.sql'])).toBe(true);
    expect(fires(push(paths), 'main', [])).toBe(false);
  });

  it('looks at the branch, and at no other event', () => {
    expect(fires(push(['**']), 'topic', ['a'])).toBe(false);
    expect(fires({ push: null }, 'topic', ['a'])).toBe(true);
    expect(fires({ pull_request: null }, 'main', ['a'])).toBe(false);
  });

  it.each(['a?.ts', '*.js+', '[ab].ts', 'a**b', '{a,b}'])('does not guess what %s means', (pattern) => {
    expect(() => fires(push([pattern]), 'main', ['a'])).toThrow('not known here');
  });
});

describe('a push to main', () => {
  const pipelines = projects
    .filter(({ kind }) => kind === 'app')
    .map(({ root }) => root.replace('apps/', ''))
    .sort();
  const started = (...files: readonly string[]): readonly string[] =>
    readWorkflows()
      .filter(({ on }) => fires(on, 'main', files))
      .map(({ file }) => file.replace('.yml', ''))
      .filter((name) => name !== 'security');

  it.each([
    ['apps/invoices/models/gold/product_mix.sql', ['invoices']],
    ['apps/medallion/pipeline.ts', ['medallion']],
    ['libs/engine/src/index.ts', pipelines],
    ['.github/workflows/run-pipeline.yml', pipelines],
    ['.github/workflows/medallion.yml', ['medallion']],
    ['package-lock.json', pipelines],
    ['apps/invoices/README.md', []],
    ['apps/invoices/test/pipeline.test.ts', []],
    ['docs/runner.md', []],
    ['tools/checks/fires.mjs', []],
  ])('of %s runs %j', (file, expected) => {
    expect(started(file)).toEqual(expected);
  });

  it('of two apps runs both', () => {
    expect(started('apps/invoices/pipeline.ts', 'apps/medallion/pipeline.ts')).toEqual(['invoices', 'medallion']);
  });
});
