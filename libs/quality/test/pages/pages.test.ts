import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recordingSession } from '@sluice/engine';
import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { useBench } from '../support.ts';
import { orders, shipments } from './orders.ts';
import { indexPage, page, type Tried } from './page.ts';

const folder = fileURLToPath(new URL('../../../../docs/expectations/', import.meta.url));
const bench = useBench();
const names = [...vocabulary.keys()];
/** As it is before a snapshot can write what is missing. */
const pages = readdirSync(folder);

/** Judges the example of an expectation and keeps its SQL. */
async function tried(type: string, kwargs: Readonly<Record<string, unknown>>): Promise<Tried> {
  const { session, statements } = recordingSession(bench.session);
  const { results } = await validate({ session, relation: 'orders' }, [{ type, kwargs }], {
    catchExceptions: true,
    relationOf: (name) => (name === 'shipments' ? name : undefined),
  });
  const [result] = results;
  if (result === undefined) throw new Error(`No result of ${type}.`);
  expect(result.exception_info.exception_message).toBeNull();
  const tables = new Map<string, string>();
  const renumbered = statements
    .filter((statement) => !statement.startsWith('DROP'))
    .map((statement) =>
      statement.replace(/sluice_validate_\d+/g, (name) => {
        const number = tables.get(name) ?? `sluice_validate_${String(tables.size + 1)}`;
        tables.set(name, number);
        return number;
      }),
    );
  return { result, statements: renumbered };
}

async function formatted(text: string, file: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

describe('docs/expectations', () => {
  beforeAll(async () => {
    await bench.session.execute(`CREATE TABLE orders AS ${orders}`);
    await bench.session.execute(`CREATE TABLE shipments AS ${shipments}`);
  });

  it.each(names)(
    'has the page %s as its definition says (npx vitest run --project quality -u writes it)',
    async (name) => {
      const definition = vocabulary.get(name);
      if (definition === undefined) throw new Error(`No definition of ${name}.`);
      const file = `${folder}${name}.md`;
      const text = page(name, definition, await tried(name, definition.example));
      await expect(await formatted(text, file)).toMatchFileSnapshot(file);
    },
  );

  it('has a page that leads to them', async () => {
    const file = `${folder}README.md`;
    await expect(await formatted(indexPage(), file)).toMatchFileSnapshot(file);
  });

  it('has these pages and no other', () => {
    expect(pages.toSorted()).toEqual(['README.md', ...names.map((name) => `${name}.md`)].toSorted());
  });
});
