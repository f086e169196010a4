import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInput } from '../src/index.ts';
import { scanArray } from '../src/json-array/scan-array.ts';
import { scanNdjson } from '../src/ndjson/sift-ndjson.ts';
import { Dice } from './damage.ts';
import { type DamagedJsonRecord, damageJson, jsonBases, type SoundJson, soundJsonBytes } from './json-damage.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();
const TYPES = { id: 'INTEGER', name: 'VARCHAR', amount: 'DECIMAL(12,2)', day: 'DATE', flag: 'BOOLEAN' };

/** What is read of a file, and the lines and numbers of what is set aside. */
async function sift(bytes: Buffer, { format }: SoundJson) {
  const path = bench.file(`t.${format}`, bytes);
  const scratch = join(bench.folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const options = { onDamage: 'setAside', scratch } as const;
  const input = await openInput(bench.session, { table: 't', path, format }, columnsOf(TYPES), options);
  const rows = await bench.session.query(input.select);
  const rejected = await input.rejected(rows.length);
  const others = await bench.session.query(`SELECT record, line FROM (${rejected.select})`);
  expect([input.read, rejected.read]).toEqual([rows.length + others.length, rows.length + others.length]);
  return { rows: rows.map((row) => JSON.stringify(row)), lines: new Set(others.map(({ line }) => line)) };
}

async function isSound(text: string, { format }: SoundJson): Promise<boolean> {
  const path = bench.file(`tiny.${format}`, Buffer.from(text, 'latin1'));
  if (format === 'ndjson') return (await scanNdjson(path)) !== undefined;
  return text.startsWith('[') && !('reason' in (await scanArray(path)));
}

/** The damage that a sound record was lost to. */
function nearest(damages: readonly DamagedJsonRecord[], record: number): DamagedJsonRecord | undefined {
  const distance = ({ touched: [first = 0] }: DamagedJsonRecord) => Math.abs(first - record);
  return damages.toSorted((one, other) => distance(one) - distance(other))[0];
}

describe('single records of NDJSON files and JSON arrays, damaged', () => {
  it('never give a wrong row, and hardly ever cost another', { timeout: 180_000 }, async () => {
    const inexact: string[] = [];
    const wrong: string[] = [];
    let total = 0;
    for (const base of jsonBases(3_000)) {
      const original = await sift(soundJsonBytes(base), base);
      expect([original.lines.size, original.rows.length]).toEqual([0, base.records.length]);
      const { bytes, damages } = await damageJson(base, 9, new Dice(5), async (tiny) => !(await isSound(tiny, base)));
      const { rows, lines } = await sift(bytes, base);
      const places = new Map(original.rows.map((row, index) => [row, index]));
      const taken = rows.map((row) => places.get(row) ?? -1);
      wrong.push(...rows.filter((row) => !places.has(row)));
      expect(taken).toEqual([...new Set(taken)].toSorted((one, other) => one - other));
      const known = new Set([...taken, ...damages.flatMap(({ touched }) => touched)]);
      const lost = original.rows.flatMap((_, record) => (known.has(record) ? [] : [record]));
      const costly = new Set(lost.map((record) => nearest(damages, record)));
      total += damages.length;
      for (const damage of damages)
        if (!lines.has(damage.line) || costly.has(damage)) inexact.push(`${base.name}: ${damage.kind}`);
    }
    expect(wrong).toEqual([]);
    expect(total).toBeGreaterThanOrEqual(2_000);
    const classes: Record<string, number> = {};
    for (const kind of inexact) classes[kind] = (classes[kind] ?? 0) + 1;
    expect({ ...classes, total }).toMatchInlineSnapshot(`
      {
        "a record a line: beginning lost": 2,
        "a record a line: bracket added": 1,
        "json_agg: beginning lost": 1,
        "json_agg: brace added": 1,
        "one line with blanks: brace added": 1,
        "one line with blanks: comma added": 1,
        "one line: beginning lost": 2,
        "one line: bracket added": 1,
        "pretty of Windows: beginning lost": 3,
        "pretty of Windows: brace added": 1,
        "pretty of Windows: comma added": 1,
        "total": 2324,
      }
    `);
    expect(inexact.length / total).toBeLessThanOrEqual(0.01);
  });
});
