import { describe, expect, it } from 'vitest';
import { circles } from '../src/circles.ts';
import { importedFiles } from '../src/imports.ts';
import { projects, workspaceFiles } from '../src/workspace.ts';

const code = workspaceFiles().filter((file) => /\.[cm]?[jt]s$/.test(file));

describe('the files of a project', () => {
  it.each(projects)('$root: do not import each other in a circle', ({ root }) => {
    const own = code.filter((file) => file.startsWith(`${root}/`));
    expect(circles(new Map(own.map((file) => [file, importedFiles(file)])))).toEqual([]);
  });
});

describe(circles, () => {
  it('finds a circle once, and the file that imports itself', () => {
    const importsOf = new Map([
      ['a', ['b', 'x']],
      ['b', ['c']],
      ['c', ['b', 'a']],
      ['d', ['d', 'a']],
    ]);
    expect(circles(importsOf)).toEqual(['a → b → c → a', 'b → c → b', 'd → d']);
  });

  it('finds none where two ways lead to one file', () => {
    expect(
      circles(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['d']],
          ['c', ['d']],
          ['d', []],
        ]),
      ),
    ).toEqual([]);
  });
});
