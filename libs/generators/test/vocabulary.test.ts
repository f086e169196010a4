import { describe, expect, it } from 'vitest';
import { makeVocabulary } from './make-vocabulary.ts';

describe('vocabulary.json', () => {
  it('holds what faker yields: after an upgrade of faker, `npx vitest run --project generators -u` writes it anew', async () => {
    const text = `${JSON.stringify(makeVocabulary(), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../src/vocabulary.json');
  });

  it('has every word once', () => {
    for (const words of Object.values(makeVocabulary())) expect(new Set(words).size).toBe(words.length);
  });
});
