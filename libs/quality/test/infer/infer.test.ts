import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inferContract, parseContract } from '../../src/index.ts';
import { useBench } from '../support.ts';

const bench = useBench();

async function infer(name: string, text: string): Promise<string> {
  const path = join(bench.folder, name);
  writeFileSync(path, text);
  return inferContract(bench.session, path);
}

const lines = Array.from({ length: 12 }, (_, index) => {
  const day = `2024-02-${String(18 + index)}`;
  return `TXN_${String(1_000_000 + index)},${index % 3 === 0 ? 'open' : 'done'},${String(index)}.5,${day},${index === 3 ? '' : 'note '}`;
});

describe('inferContract', () => {
  it('claims what all rows of a CSV file keep, with the evidence beside it', async () => {
    expect(await infer('orders.csv', `id,status,amount,day,note\n${lines.join('\n')}\n`)).toMatchInlineSnapshot(`
      "# Inferred from 12 rows of orders.csv: what holds of them, whether it must or not.

      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 0.1.0
      status: draft
      schema:
        - name: orders
          properties:
            - name: id
              logicalType: string # VARCHAR in the file
              required: true # no null in 12 rows
              primaryKey: true # 12 distinct values, the first column without a copy
              logicalTypeOptions:
                # 12 distinct values, 11 to 11 characters
                pattern: ^TXN_[0-9]{7}$
            - name: status
              logicalType: string # VARCHAR in the file
              required: true # no null in 12 rows
              quality:
                # done 8, open 4
                - metric: invalidValues
                  arguments:
                    validValues:
                      - done
                      - open
                  mustBe: 0
            - name: amount
              logicalType: number # DOUBLE in the file
              required: true # no null in 12 rows
              logicalTypeOptions:
                # 12 distinct values
                minimum: 0.5
                maximum: 11.5
            - name: day
              logicalType: date # DATE in the file
              required: true # no null in 12 rows
              logicalTypeOptions:
                # 12 distinct values
                minimum: "2024-02-18"
                maximum: "2024-02-29"
            - name: note
              logicalType: string # VARCHAR in the file
              quality:
                # note  11
                - metric: invalidValues
                  arguments:
                    validValues:
                      - "note "
                  mustBe: 0
      "
    `);
  });

  it('gives a contract that parses and that the rows keep', async () => {
    const records = lines.map((line) => {
      const [id, status, amount, day] = line.split(',');
      return JSON.stringify({ id, status, amount: Number(amount), day, at: `${String(day)}T12:00:00Z`, big: 2 ** 40 });
    });
    const text = await infer('orders.ndjson', `${records.join('\n')}\n`);
    const contract = parseContract(text, 'orders.odcs.yaml');
    expect(contract.columns.map(({ name }) => name)).toEqual(['id', 'status', 'amount', 'day', 'at', 'big']);
    const columns = contract.columns.map(({ name, type }) => `CAST("${name}" AS ${type}) AS "${name}"`).join(', ');
    const results = await bench.judge(contract, `SELECT ${columns} FROM '${join(bench.folder, 'orders.ndjson')}'`);
    expect(results.filter(({ status }) => status !== 'passed').map(({ rule }) => rule)).toEqual([]);
    expect(results.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['id.pattern', 'status.invalidValues', 'primaryKey']),
    );
  });
});
