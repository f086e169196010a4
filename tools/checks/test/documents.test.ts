import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projects, readText, workspaceFiles, workspaceRoot } from '../src/workspace.ts';

const files = workspaceFiles();
const pages = files.filter((file) => file.endsWith('.md') && !file.includes('/files/'));

describe.each(projects)('README.md of $root', ({ root, description, kind }) => {
  const sentence = description.replace(/\.$/, '');
  const readme = files.includes(`${root}/README.md`) ? readText(`${root}/README.md`) : '';

  it('opens with the sentence of package.json', () => {
    const paragraphs = readme.split(/\n{2,}/).map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim());
    expect(paragraphs[1]?.slice(0, sentence.length)).toBe(sentence);
  });

  it('takes a screen at most', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(kind === 'app' ? 120 : 80);
  });
});

describe.each(projects.filter(({ kind }) => kind === 'lib'))('index.ts of $root', ({ root, description }) => {
  it('opens with the sentence of package.json', () => {
    const [comment] = readText(`${root}/src/index.ts`).split('*/');
    const opening = comment?.replaceAll(/[\s*/]+/g, ' ').trim();
    expect(opening).toContain(description.replace(/\.$/, ''));
  });
});

describe('the documents', () => {
  it('link to files that exist', () => {
    const dead = pages.flatMap((page) =>
      [...readText(page).matchAll(/\]\((?<target>[^)\s]+)\)/g)]
        .map(({ groups }) => groups?.['target'] ?? '')
        .filter((target) => !/^(https?:|mailto:|#)/.test(target))
        .filter((target) => !existsSync(join(workspaceRoot, dirname(page), target.replace(/#.*/, ''))))
        .map((target) => `${page}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('number the decisions without a gap, each with its status, context, decision and consequences', () => {
    const records = pages.filter((page) => /^docs\/adr\/\d{4}-/.test(page));
    const numbers = records.map((page) => Number(page.slice('docs/adr/'.length).slice(0, 4)));
    expect(numbers).toEqual(records.map((_, index) => index));
    const wanting = records.filter((page) => {
      const text = readText(page);
      return (
        !/^Status: /m.test(text) ||
        ['Context', 'Decision', 'Consequences'].some((part) => !text.includes(`\n## ${part}\n`))
      );
    });
    expect(wanting).toEqual([]);
  });
});
