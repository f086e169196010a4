import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectationNames } from '../src/vocabulary/vocabulary.ts';
import { metrics, operators } from '../src/odcs/quality.ts';

const page = readFileSync(new URL('../DIALECT.md', import.meta.url), 'utf8');

describe('DIALECT.md', () => {
  it.each([...expectationNames, ...metrics, ...operators])('names %s', (name) => {
    expect(page).toContain(`\`${name}`);
  });

  it('names no expectation that cannot be judged', () => {
    const named = page.match(/expect_[a-z_A-Z]+|unexpected_rows_expectation/g) ?? [];
    expect([...new Set(named)].toSorted()).toEqual(expectationNames);
  });
});
