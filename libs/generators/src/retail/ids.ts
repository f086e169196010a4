import { digitsFor, paddedId } from '../sql.ts';

/** SQL: `PROD_0001`, with as many digits as the last product needs, so that ids sort as their numbers do. */
export function productId(productNumber: string, products: number): string {
  return paddedId('PROD_', productNumber, digitsFor(products, 4), 1, products);
}
