import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { fixtureResults } from './support.ts';

describe('the fixtures beside the models', async () => {
  const { results, without } = await fixtureResults(temporaryFolder());

  it('exist for every model', () => {
    expect(without).toEqual([]);
  });

  it.each(results)('$table: $name', ({ error, missing, unexpected }) => {
    expect({ error, missing, unexpected }).toEqual({ error: undefined, missing: [], unexpected: [] });
  });
});
