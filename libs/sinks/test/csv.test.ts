import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Engine, Session } from '@sluice/engine';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutputNotWritableError, csv, deliver } from '../src/index.ts';

let folder: string;
let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await openDuckDb({ spillDirectory: mkdtempSync(join(tmpdir(), 'sluice-spill-')), threads: 2 });
  session = await engine.connect();
});

afterAll(() => {
  session.close();
  engine.close();
  rmSync(engine.limits.spillDirectory, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-sinks-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

describe(deliver, () => {
  it('writes header and rows, and tells path, rows, bytes and SHA-256', async () => {
    const delivery = await deliver(session, csv({ file: 'late/t.csv' }), {
      relation: '(SELECT 3 - range AS id, range AS hidden FROM range(3))',
      columns: ['id'],
      orderBy: ['id'],
      outputDir: join(folder, 'out'),
    });
    const path = join(folder, 'out', 'late', 't.csv');
    expect(readFileSync(path, 'utf8')).toBe('id\n1\n2\n3\n');
    expect(delivery).toMatchObject({
      path,
      rows: 3,
      bytes: 9,
      sha256: createHash('sha256').update('id\n1\n2\n3\n').digest('hex'),
    });
    expect(delivery.seconds).toBeGreaterThan(0);
    expect(readdirSync(join(folder, 'out', 'late'))).toEqual(['t.csv']);
  });

  it('writes every type as other programs read it', async () => {
    const cells = [
      ["DATE '2026-01-31'", '2026-01-31'],
      ["TIMESTAMPTZ '2026-01-31 10:00:00+02'", '2026-01-31T08:00:00Z'],
      ["TIMESTAMPTZ '2026-01-31 10:00:00.5+00'", '2026-01-31T10:00:00.500000Z'],
      ["TIMESTAMP '2026-01-31 10:00:00'", '2026-01-31T10:00:00'],
      ["TIMESTAMP_NS '2026-01-31 10:00:00.000000001'", '2026-01-31T10:00:00.000000001'],
      ["TIMESTAMP_S '2026-01-31 10:00:00'", '2026-01-31T10:00:00'],
      ['12345678901234.50::DECIMAL(18,2)', '12345678901234.50'],
      ['0.00000001::DECIMAL(18,8)', '0.00000001'],
      ['9223372036854775807', '9223372036854775807'],
      ['1.5::DOUBLE', '1.5'],
      ['true', 'true'],
      ["['a', 'b,c']", '["a","b,c"]'],
      ["{'a': 1}", '{"a":1}'],
      ['NULL', ''],
    ] as const;
    const columns = cells.map((_, index) => `c${index}`);
    const relation = `(SELECT ${cells.map(([sql], index) => `${sql} AS c${index}`).join(', ')})`;
    const { path } = await deliver(session, csv({ file: 't.csv' }), { relation, columns, outputDir: folder });
    const records: unknown = parse(readFileSync(path));
    expect(records).toEqual([columns, cells.map(([, text]) => text)]);
  });

  it('tells null from the empty text: the latter is quoted', async () => {
    const relation = "(SELECT 1 AS n, NULL::VARCHAR AS v UNION ALL SELECT 2, '')";
    const { path } = await deliver(session, csv({ file: 't.csv' }), {
      relation,
      columns: ['n', 'v'],
      orderBy: ['n'],
      outputDir: folder,
    });
    expect(readFileSync(path, 'utf8')).toBe('n,v\n1,\n2,""\n');
  });

  it('gives back any text, in cells and in the header, by RFC 4180', { timeout: 60_000 }, async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', '\r\n', "'", ';', '#', '\t', 'ü', '\u{1f600}', '\u{2028}'),
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), text, async (rows, name) => {
        const header = `n${name}`;
        const values = rows.map(([a, b], index) => `(${index}, ${literal(a)}, ${literal(b)})`).join(', ');
        const quoted = `"${header.replaceAll('"', '""')}"`;
        const relation = `(SELECT * FROM (VALUES ${values}) AS v(i, ${quoted}, b))`;
        const { path } = await deliver(session, csv({ file: 't.csv' }), {
          relation,
          columns: [header, 'b'],
          orderBy: ['i'],
          outputDir: folder,
        });
        const records: unknown = parse(readFileSync(path), { record_delimiter: '\n' });
        expect(records).toEqual([[header, 'b'], ...rows]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the old file, and leaves nothing beside it, when the table cannot be read', async () => {
    writeFileSync(join(folder, 't.csv'), 'old');
    const delivering = deliver(session, csv({ file: 't.csv' }), {
      relation: "(SELECT CASE WHEN range < 200000 THEN range ELSE error('broken') END AS id FROM range(200001))",
      columns: ['id'],
      outputDir: folder,
    });
    await expect(delivering).rejects.toMatchObject({ code: 'SQL_RUNTIME' });
    expect(readFileSync(join(folder, 't.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['t.csv']);
  });

  it('says so where the folder cannot be made, or a folder has the name of the file', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'taken.csv'));
    const request = { relation: '(SELECT 1 AS id)', columns: ['id'] };
    const inFile = deliver(session, csv({ file: 't.csv' }), { ...request, outputDir: join(folder, 'file') });
    await expect(inFile).rejects.toThrow(OutputNotWritableError);
    await expect(inFile).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE', exitCode: 3 });
    const overFolder = deliver(session, csv({ file: 'taken.csv' }), { ...request, outputDir: folder });
    await expect(overFolder).rejects.toThrow(OutputNotWritableError);
    expect(existsSync(join(folder, 'taken.csv'))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken.csv']);
  });
});

describe(csv, () => {
  it.each(['', '/etc/passwd', '../t.csv', 'a/../../t.csv', 'a\\..\\t.csv', 'a\0'])(
    'takes no file outside of the output folder: %j',
    (file) => {
      expect(() => csv({ file })).toThrow(RangeError);
    },
  );
});
