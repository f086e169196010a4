import { pick, weighted } from '../sql.ts';

/** A department of the shop: its share of the products (of 20), how far its prices reach (percent of the dearest), what it sells. */
interface Category {
  readonly name: string;
  readonly weight: number;
  readonly reach: number;
  readonly articles: readonly string[];
}

const categories: readonly Category[] = [
  {
    name: 'Electronics',
    weight: 4,
    reach: 100,
    articles: ['Headphones', 'Laptop', 'Monitor', 'Camera', 'Speaker', 'Tablet', 'Router', 'Keyboard'],
  },
  {
    name: 'Clothing',
    weight: 4,
    reach: 35,
    articles: ['Jacket', 'Shirt', 'Trousers', 'Dress', 'Pullover', 'Scarf', 'Hat', 'Gloves'],
  },
  {
    name: 'Books',
    weight: 2,
    reach: 10,
    articles: ['Atlas', 'Cookbook', 'Novel', 'Biography', 'Dictionary', 'Travel Guide', 'Anthology', 'Notebook'],
  },
  {
    name: 'Home',
    weight: 3,
    reach: 60,
    articles: ['Chair', 'Lamp', 'Table', 'Shelf', 'Curtain', 'Kettle', 'Mirror', 'Rug'],
  },
  {
    name: 'Sports',
    weight: 2,
    reach: 70,
    articles: ['Bike', 'Ball', 'Racket', 'Tent', 'Helmet', 'Skates', 'Weights', 'Paddle'],
  },
  {
    name: 'Food',
    weight: 2,
    reach: 8,
    articles: ['Coffee', 'Cheese', 'Chocolate', 'Olive Oil', 'Tea', 'Honey', 'Pasta', 'Salmon'],
  },
  {
    name: 'Toys',
    weight: 2,
    reach: 20,
    articles: ['Puzzle', 'Train Set', 'Doll', 'Board Game', 'Kite', 'Building Blocks', 'Robot', 'Car'],
  },
  {
    name: 'Health',
    weight: 1,
    reach: 25,
    articles: ['Soap', 'Vitamins', 'Toothbrush', 'Towel', 'Thermometer', 'Shampoo', 'Massager', 'Scale'],
  },
];

const drawn = weighted(categories.map((category) => [category, category.weight]));

/** SQL: the category of a product, as a position for the functions below. One rule for the catalogue and its sales. */
export function categoryOf(productNumber: string, seed: string): string {
  return `(hash(${productNumber}, ${seed}, 31) % ${String(drawn.length)})::BIGINT`;
}

/** SQL: the name of a category. */
export function categoryName(position: string): string {
  return pick(
    drawn.map(({ name }) => name),
    position,
  );
}

/** SQL: the share of an amount that a category reaches, as a whole number. */
export function reachOf(position: string, dearest: number): string {
  return pick(
    drawn.map(({ reach }) => Math.floor((dearest * reach) / 100)),
    position,
  );
}

/** SQL: the name of an article that a category sells. */
export function articleOf(position: string, random: string): string {
  return `[${drawn.map(({ articles }) => `['${articles.join("','")}']`).join(', ')}][${position} + 1][${random} % 8 + 1]`;
}
