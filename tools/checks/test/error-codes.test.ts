import { EXIT } from '@sluice/core';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { errorClasses } from '../src/error-codes.ts';
import { workspaceFiles, workspaceRoot } from '../src/workspace.ts';

const files = workspaceFiles().filter((file) => /^libs\/[^/]+\/src\/.*\.ts$/.test(file));
const classes = files.flatMap(errorClasses).filter((error) => !error.abstract);
const errors = classes.toSorted((a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1));
const page = `${workspaceRoot}/docs/errors.md`;

const exitMeanings: Record<keyof typeof EXIT, string> = {
  done: 'done',
  failed: 'what was checked did not hold: audit, check, test',
  usage: 'wrong usage, configuration, model or contract',
  engine: 'engine, input or machine error',
  delivery: 'published, but a report could not be delivered',
  conflict: 'conflict or lock: safe to retry',
  interrupted: 'interrupted, state consistent',
};

/** The page as it must be; \`npx vitest run --project checks -u\` writes it. */
async function errorPage(): Promise<string> {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const lines = [
    '# Errors and exit codes',
    '',
    'Every error that Sluice raises on purpose opens with its code, which stays what it is from release to release, and ends the command with its exit code. This page is made from the comments of the error classes by `npx vitest run --project checks -u`, and a test fails where it is stale.',
    '',
    '| exit | meaning |',
    '| --- | --- |',
    ...Object.entries(EXIT).map(
      ([name, code]) => `| ${code} | ${new Map(Object.entries(exitMeanings)).get(name) ?? ''} |`,
    ),
    '',
    '| code | exit | meaning | raised by |',
    '| --- | --- | --- | --- |',
    ...errors.map(({ code, exitCode, meaning, file }) => {
      const lib = file.split('/')[1] ?? '';
      return `| \`${code ?? ''}\` | ${exitCode ?? ''} | ${cell(meaning)} | [${lib}](../${file}) |`;
    }),
  ];
  return format(lines.join('\n'), { ...(await resolveConfig(page)), parser: 'markdown' });
}

describe('the error classes', () => {
  it('carry a code in upper snake case, an exit code and a comment each', () => {
    const wanting = errors.filter(
      ({ code, exitCode, meaning }) =>
        !/^[A-Z][A-Z0-9_]+$/.test(code ?? '') || exitCode === undefined || meaning === '',
    );
    expect(wanting.map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
  });

  it('share no code', () => {
    const codes = errors.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('stand in errors.ts of their lib or of one of its folders', () => {
    expect(
      errors.filter(({ file }) => !file.endsWith('/errors.ts')).map(({ file, name }) => `${file}: ${name}`),
    ).toEqual([]);
  });

  it('are documented in docs/errors.md', async () => {
    await expect(await errorPage()).toMatchFileSnapshot(page);
  });
});
