import { isUtf8 } from 'node:buffer';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SluiceError } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { openInput } from '../src/index.ts';
import { RecordScanner } from '../src/csv/record-scanner.ts';
import { damageFile, damageKinds, damageRecord, Dice, soundBytes } from './damage.ts';
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

/** The damage that a sound record was lost to. */
function nearest(damages: readonly DamagedRecord[], record: number): DamagedRecord | undefined {
  const distance = ({ touched: [first = 0] }: DamagedRecord) => Math.abs(first - record);
  return damages.toSorted((one, other) => distance(one) - distance(other))[0];
}

describe('single records of CSV files, damaged', () => {
  it('never give a wrong row, and hardly ever cost another', { timeout: 120_000 }, async () => {
    const inexact: DamagedRecord[] = [];
    const wrong: string[] = [];
    let total = 0;
    for (const base of baseFiles(3_200)) {
      const original = await sift(soundBytes(base), base);
      expect([original.lines.size, original.rows.length]).toEqual([0, base.records.length - 1]);
      const { bytes, damages } = damageFile(base, 9, new Dice(base.name.length), (tiny) => !isWellFormed(tiny));
      const { rows, lines } = await sift(bytes, base);
      const places = new Map(original.rows.map((row, index) => [row, index + 1]));
      const taken = rows.map((row) => places.get(row) ?? 0);
      wrong.push(...rows.filter((row) => !places.has(row)));
      expect(taken).toEqual([...new Set(taken)].toSorted((one, other) => one - other));
      const known = new Set([...taken, ...damages.flatMap(({ touched }) => touched)]);
      const lost = original.rows.flatMap((_, at) => (known.has(at + 1) ? [] : [at + 1]));
      const costly = new Set(lost.map((record) => nearest(damages, record)));
      total += damages.length;
      inexact.push(...damages.filter((damage) => !lines.has(damage.line) || costly.has(damage)));
    }
    expect(wrong).toEqual([]);
    expect(total).toBeGreaterThanOrEqual(2_000);
    expect(inexact.length / total).toBeLessThanOrEqual(0.01);
    const classes: Record<string, number> = {};
    for (const { kind } of inexact) classes[kind] = (classes[kind] ?? 0) + 1;
    expect({ ...classes, total }).toMatchInlineSnapshot(`
      {
        "cells lost": 5,
        "line cut short": 8,
        "total": 2485,
      }
    `);
  });

  it('cost the file, and no wrong row, where it is the header', { timeout: 120_000 }, async () => {
    const refused = new Set<string>();
    const read = new Set<string>();
    for (const base of baseFiles(12)) {
      const dice = new Dice(1);
      const original = await sift(soundBytes(base), base);
      const sound = base.records.map((record) => record + base.lineEnd);
      for (const kind of damageKinds) {
        const header = damageRecord(base, kind, 0, dice);
        if (header === undefined) continue;
        const bytes = Buffer.from([header, ...sound.slice(1)].join(''), 'latin1');
        const outcome = await sift(bytes, base).catch((error: unknown) => error);
        if (outcome instanceof SluiceError) {
          expect([kind, outcome.exitCode]).toEqual([kind, 3]);
          refused.add(kind);
        } else {
          expect(outcome).toMatchObject({ rows: original.rows });
          read.add(kind);
        }
      }
    }
    expect(refused.size).toBeGreaterThan(15);
    expect([...read]).toEqual(['byte order mark added']);
  });
});
