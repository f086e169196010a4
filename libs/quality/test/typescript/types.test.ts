import { describe, expect, it } from 'vitest';
import { typescriptOf } from '../../src/index.ts';
import { contractOf } from '../support.ts';

describe('typescriptOf', () => {
  it('is an interface of one record', () => {
    const contract = contractOf(
      `      - { name: order-id, logicalType: integer, primaryKey: true, description: "Counted from 1. */" }
      - { name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true }
      - { name: age, physicalType: INTEGER }
      - { name: ratio, logicalType: number }
      - { name: at, logicalType: timestamp, required: true }
      - name: status
        logicalType: string
        required: true
        quality: [{ metric: invalidValues, arguments: { validValues: [open, "it's"] }, mustBe: 0 }]`,
      '    description: One row per order.',
    );
    expect(typescriptOf(contract)).toBe(`/** One row per order. */
export interface Orders {
  /** Counted from 1. *\\/ */
  readonly "order-id": number | string;
  readonly amount: string | number;
  readonly age: number | null;
  readonly ratio: number | "NaN" | "Infinity" | "-Infinity" | null;
  readonly at: string;
  readonly status: "open" | "it's";
}
`);
  });
});
