import vocabulary from './vocabulary.json' with { type: 'json' };

/** Names, cities, streets and the parts of product names, drawn from faker once and kept: see test/vocabulary.test.ts. */
export const words: Readonly<Record<keyof typeof vocabulary, readonly string[]>> = vocabulary;

/** The letters of a name, as they stand in an e-mail address. */
export function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/gu, '');
}
