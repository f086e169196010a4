import { isUtf8 } from 'node:buffer';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInput } from '../src/index.ts';
import { RecordScanner } from '../src/csv/record-scanner.ts';
import { damageFile, damageKinds, Dice, soundBytes } from './damage.ts';
import type { DamagedRecord, SoundFile } from './damage.ts';
import { baseFiles } from './damage-bases.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();

/** What is read of a file, and the lines of what is set aside. */
async function sift(bytes: Buffer, { types }: SoundFile) {
  const path = bench.file('t.csv', bytes);
  const scratch = join(bench.folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const options = { onDamage: 'setAside', scratch } as const;
  const input = await openInput(bench.session, { table: 't', path, format: 'csv' }, columnsOf(types), options);
  const rows = await bench.session.query(input.select);
  const rejected = await input.rejected(rows.length);
  const others = await bench.session.query(`SELECT line FROM (${rejected.select})`);
  expect([input.read, rejected.read, rejected.count]).toEqual([
    rows.length + others.length,
    rows.length + others.length,
    others.length,
  ]);
  return { rows: rows.map((row) => JSON.stringify(row)), lines: new Set(others.map(({ line }) => line)) };
}

function isWellFormed(bytes: Buffer): boolean {
  const scanner = new RecordScanner();
  scanner.push(bytes);
  scanner.end();
  return scanner.problem === undefined && isUtf8(bytes);
}

function nearest(damages: readonly DamagedRecord[], record: number): DamagedRecord | undefined {
  const distance = ({ touched }: DamagedRecord) => Math.abs((touched[0] ?? 0) - record);
  return damages.toSorted((one, other) => distance(one) - distance(other))[0];
}

describe('single records of CSV files, damaged', () => {
  it('never give a wrong row, and hardly ever cost another', { timeout: 120_000 }, async () => {
    const inexact: (readonly [base: string, damage: DamagedRecord, why: string])[] = [];
    const wrong: string[] = [];
    let total = 0;
    for (const base of baseFiles(3_200)) {
      const original = await sift(soundBytes(base), base);
      expect([original.lines.size, original.rows.length]).toEqual([0, base.records.length - 1]);
      const { bytes, damages } = damageFile(base, 9, new Dice(base.name.length), (tiny) => !isWellFormed(tiny));
      total += damages.length;
      const { rows, lines } = await sift(bytes, base);
      const places = new Map(original.rows.map((row, index) => [row, index + 1]));
      const kept = rows.map((row) => places.get(row) ?? -1);
      kept.forEach((record, at) => {
        if (record <= (at === 0 ? 0 : (kept[at - 1] ?? 0))) wrong.push(`${base.name}: ${rows[at] ?? ''}`);
      });
      const taken = new Set(kept);
      const touched = new Set(damages.flatMap((damage) => damage.touched));
      const failing = new Map<DamagedRecord, string>();
      for (const damage of damages)
        if (!lines.has(damage.line) && damage.touched.some((record) => !taken.has(record))) failing.set(damage, 'line');
      for (let record = 1; record < base.records.length; record += 1) {
        if (taken.has(record) || touched.has(record)) continue;
        const cause = nearest(damages, record);
        if (cause !== undefined) failing.set(cause, `${(record - (cause.touched[0] ?? 0)).toString()}`);
      }
      for (const [damage, why] of failing) inexact.push([base.name, damage, why]);
    }
    const classes = new Map<string, number>();
    for (const [base, { kind, text }, why] of inexact) {
      classes.set(kind, (classes.get(kind) ?? 0) + 1);
      if (process.env['SHOW'] !== undefined) console.log(base, kind, why, JSON.stringify(text));
    }
    console.log(total, inexact.length, 1 - inexact.length / total, classes, damageKinds.length);
    expect(wrong).toEqual([]);
  });
});
