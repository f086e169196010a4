import { faker } from '@faker-js/faker/locale/en';

/** The words that data is made of. They depend on the version of faker alone: every list is drawn with a seed of its own. */
export function makeVocabulary(): Record<string, string[]> {
  return {
    femaleNames: words(1, 120, () => faker.person.firstName('female')),
    maleNames: words(2, 120, () => faker.person.firstName('male')),
    lastNames: words(3, 240, () => faker.person.lastName()),
    cities: words(4, 60, () => faker.helpers.arrayElement(faker.definitions.location.city_name)),
    streets: words(5, 120, () => faker.location.street()),
    states: words(6, 40, () => faker.location.state({ abbreviated: true })),
    adjectives: words(7, 20, () => faker.commerce.productAdjective()),
    materials: words(8, 15, () => faker.commerce.productMaterial()),
    articles: words(9, 20, () => faker.commerce.product()),
  };
}

function words(seed: number, count: number, draw: () => string): string[] {
  faker.seed(seed);
  return faker.helpers.uniqueArray(draw, count);
}
