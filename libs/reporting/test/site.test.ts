import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { source as axe } from 'axe-core';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistories, ReportNotWritableError, type RunRecord, writeSite } from '../src/index.ts';
import { brokenCheck, goldRecord, runRecord, tableRecord } from './records.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-site-'));
const data = join(root, 'lake');
const site = join(root, 'site');
const bad = tableRecord({ state: 'failed', checks: [brokenCheck] });
const runs = [runRecord(1), runRecord(2, { status: 'failed', tables: [bad, goldRecord()] })];
const lastRun = `shop/${runs[1]?.runId ?? ''}.html`;

beforeAll(async () => {
  for (const run of runs) keep(run);
  const old = join(data, 'shop/_runs/00000000-0000-7000-8000-000000000000');
  mkdirSync(old);
  writeFileSync(join(old, 'run.json'), '{ "schemaVersion": 0 }');
  await writeSite(site, await readHistories(data));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe(writeSite, () => {
  it('says on the start page what is wrong now, with rule, table, count and since when', () => {
    const text = parse('index.html').querySelector('main')?.textContent ?? '';
    expect(text).toContain('bronze.orders amount must be ≥ 0: 3 of 1,234 rows break it');
    expect(text).toMatch(/first seen\s+2026-01-02 12:00 UTC/u);
  });

  it('tells of a run its plan, checks with examples and SQL, nulls, durations, graph and results', () => {
    const page = parse(lastRun);
    const text = page.body.textContent;
    for (const fact of [
      'not published yet',
      '1,234',
      brokenCheck.sql,
      'amount.minimum',
      '99.9 %',
      'Spending by city',
      '3,400.00',
    ]) {
      expect(text).toContain(fact);
    }
    expect([...page.querySelectorAll('svg[role]')].map((svg) => svg.getAttribute('aria-label')?.slice(0, 12))).toEqual([
      'Bar chart. S',
      'Bar chart. S',
      'Durations of',
      'Tables of sh',
    ]);
  });

  it('names a record that cannot be read, and goes on', () => {
    expect(parse('shop/index.html').body.textContent).toContain('is no run record');
  });

  it('links relatively to what is there, and fetches nothing', () => {
    const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
    expect(pages).toHaveLength(4);
    for (const path of pages) {
      const page = parse(path);
      expect(page.querySelectorAll('script, img, iframe, link:not([href="data:,"])')).toHaveLength(0);
      for (const link of page.querySelectorAll('a')) {
        const [file = '', id = ''] = (link.getAttribute('href') ?? '').split('#');
        const target = file === '' ? path : join(dirname(path), decodeURIComponent(file));
        expect(existsSync(join(site, target))).toBe(true);
        if (id !== '') expect(parse(target).getElementById(id)).not.toBeNull();
      }
    }
  });

  it.each(['index.html', 'shop/index.html', lastRun])('is accessible by axe: %s', async (path) => {
    const { window } = new JSDOM(readFileSync(join(site, path), 'utf8'), { runScripts: 'outside-only' });
    const found: unknown = await window.eval(`${axe};axe.run({ rules: { 'color-contrast': { enabled: false } } })`);
    expect(found).toMatchObject({ violations: [] });
  });

  it('is the same for the same records, and drops the pages of those that are gone', async () => {
    const again = join(root, 'again');
    const gone = join(again, 'shop', '00000000-0000-7000-8000-000000000009.html');
    mkdirSync(dirname(gone), { recursive: true });
    writeFileSync(gone, '');
    await writeSite(again, await readHistories(data));
    expect(existsSync(gone)).toBe(false);
    expect(readFileSync(join(again, lastRun), 'utf8')).toBe(readFileSync(join(site, lastRun), 'utf8'));
  });

  it('refuses a folder that cannot be one', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(writeSite(join(root, 'file'), [])).rejects.toThrow(ReportNotWritableError);
  });
});

function keep(run: RunRecord): void {
  const folder = join(data, 'shop/_runs', run.runId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
}

function parse(path: string): Document {
  return new JSDOM(readFileSync(join(site, path), 'utf8')).window.document;
}
