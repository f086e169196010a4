import { counted, STATE_WORDS } from './format.ts';
import { html, type Html } from './html.ts';
import type { RunRecord, TableRecord } from './record.ts';

const NODE = { width: 196, height: 44, gapX: 56, gapY: 14 } as const;

interface Place {
  readonly table: TableRecord;
  readonly x: number;
  readonly y: number;
}

/** Which table is made of which, from left to right, as SVG; a node leads to its table on the page. */
export function graph({ tables, pipeline }: RunRecord): Html {
  const places = layOut(tables);
  const width = Math.max(0, ...[...places.values()].map(({ x }) => x + NODE.width)) + 2;
  const height = Math.max(0, ...[...places.values()].map(({ y }) => y + NODE.height)) + 2;
  const edges = [...places.values()].flatMap((to) =>
    to.table.inputs.flatMap((name) => {
      const from = places.get(name);
      return from === undefined ? [] : [edge(from, to)];
    }),
  );
  return html`<svg
    class="graph"
    role="group"
    aria-label="Tables of ${pipeline} and what they are made of"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    <g aria-hidden="true">${edges}</g>
    ${[...places.values()].map(node)}
  </svg>`;
}

/** A table stands one column right of the last that it needs; in a column, in the order of what they need. */
function layOut(tables: readonly TableRecord[]): ReadonlyMap<string, Place> {
  const depths = new Map<string, number>();
  for (const { name, inputs } of tables) {
    depths.set(name, Math.max(0, ...inputs.map((input) => (depths.get(input) ?? -1) + 1)));
  }
  const columns = [...new Set(depths.values())].sort((left, right) => left - right);
  const tallest = Math.max(...columns.map((depth) => [...depths.values()].filter((one) => one === depth).length));
  const places = new Map<string, Place>();
  for (const [column, depth] of columns.entries()) {
    const members = tables.filter(({ name }) => depths.get(name) === depth);
    const height = (table: TableRecord): number => {
      const ys = table.inputs.map((name) => places.get(name)?.y ?? 0);
      return ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length;
    };
    const ordered = depth === 0 ? members : [...members].sort((left, right) => height(left) - height(right));
    const offset = ((tallest - members.length) * (NODE.height + NODE.gapY)) / 2;
    for (const [row, table] of ordered.entries()) {
      const x = 1 + column * (NODE.width + NODE.gapX);
      places.set(table.name, { table, x, y: 1 + offset + row * (NODE.height + NODE.gapY) });
    }
  }
  return places;
}

function edge(from: Place, to: Place): Html {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = NODE.gapX / 2;
  return html`<path d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" class="edge" />`;
}

function node({ table, x, y }: Place): Html {
  const { name, state, rows } = table;
  const shown = name.length > 27 ? `${name.slice(0, 26)}…` : name;
  const held = state === 'published' || state === 'skipped' || state === 'left';
  const about = held ? counted(rows.published, 'row') : STATE_WORDS[state];
  return html`<a href="#${anchor(name)}" class="node ${state}"
    ><title>${name}: ${STATE_WORDS[state]}</title>
    <rect x="${x}" y="${y}" width="${NODE.width}" height="${NODE.height}" rx="6" />
    <text x="${x + 10}" y="${y + 18}">${shown}</text><text x="${x + 10}" y="${y + 35}" class="small">${about}</text></a
  >`;
}

/** The id of a table's section on the page of a run. */
export function anchor(table: string): string {
  return `table-${encodeURIComponent(table)}`;
}
