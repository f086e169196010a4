import { colors } from './colors.ts';

const page = `
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100% }
body {
  margin: 0;
  background: var(--bg);
  color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
  overflow-wrap: anywhere;
}
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 1rem }
body > main:first-of-type { padding-top: .6rem }
footer { padding-top: 1rem; padding-bottom: 2.5rem; color: var(--soft); font-size: .85rem }
a { color: var(--link) }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .4rem 0 .2rem }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .7rem }
h3 { font-size: 1.05rem; margin: 0 }
p { margin: .4rem 0 }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .85em }
pre {
  background: var(--bg);
  border: 1px solid var(--line);
  border-radius: .4rem;
  padding: .6rem .8rem;
  margin: .4rem 0;
  white-space: pre-wrap;
}
time, .nowrap { white-space: nowrap }
.lead { color: var(--soft); margin: .2rem 0 .8rem }
.note, .small { color: var(--soft); font-size: .85rem }
`;

const navigation = `
.skip { position: absolute; left: -999rem }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .3rem .6rem }
nav ol { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem .4rem; margin: 0; padding: 0; font-size: .9rem }
nav li + li::before { content: "/"; color: var(--soft); margin-right: .4rem }
.toc, .links { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; font-size: .92rem }
.toc { margin: 1rem 0 0 }
.links { list-style: none; margin: .3rem 0 0; padding: 0 }
`;

const cards = `
.card {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: .6rem;
  padding: 1rem 1.15rem;
  margin: 0 0 1rem;
}
.card h2 { margin: 0 }
.card .links-head { margin-top: 1rem; font-size: .95rem }
.head { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: center; justify-content: space-between }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0 }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .65rem .9rem }
.tiles dt { color: var(--soft); font-size: .82rem }
.tiles dd { margin: 0; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums }
.tiles .bad { background: none }
`;

const verdicts = `
.badge {
  display: inline-block;
  border-radius: 1rem;
  padding: .08rem .65rem;
  font-size: .82rem;
  font-weight: 600;
  background: var(--calm-bg);
  color: var(--text);
  white-space: nowrap;
}
.good { background: var(--good-bg); color: var(--good) }
.bad { background: var(--bad-bg); color: var(--bad) }
.warn { background: var(--warn-bg); color: var(--warn) }
.troubles { list-style: none; margin: .7rem 0 0; padding: 0 }
.troubles li {
  border-left: 4px solid var(--bad);
  background: var(--bad-bg);
  border-radius: .3rem;
  padding: .5rem .8rem;
  margin: .5rem 0;
}
.troubles li.warn-item { border-color: var(--warn); background: var(--warn-bg) }
.troubles .small, .troubles a { color: inherit }
`;

const tables = `
.scroll { overflow-x: auto; margin: .5rem 0 }
.scroll.tall { max-height: 26rem; overflow-y: auto }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; overflow-wrap: normal }
th, td {
  text-align: left;
  padding: .36rem .6rem;
  border-bottom: 1px solid var(--line);
  vertical-align: top;
  max-width: 26rem;
  overflow-wrap: break-word;
}
th:first-child, td:first-child { padding-left: .1rem }
th:last-child, td:last-child { padding-right: .1rem }
thead th { white-space: nowrap; background: var(--card); position: sticky; top: 0; font-weight: 600; color: var(--soft) }
tbody th { font-weight: 500 }
tr:last-child > td, tbody tr:last-child > th { border-bottom: 0 }
.num { text-align: right; white-space: nowrap }
.why { display: inline-block; min-width: 11rem }
table.facts td { overflow-wrap: anywhere }
table.facts th { width: 11rem }
.fill {
  display: inline-block;
  width: 5rem;
  height: .5rem;
  border-radius: .25rem;
  background: var(--calm-bg);
  overflow: hidden;
  margin-right: .5rem;
  vertical-align: middle;
}
.fill i { display: block; height: 100%; background: var(--chart-3) }
`;

const folds = `
details { margin: .3rem 0 }
summary { cursor: pointer; padding: .15rem 0 }
.result { border-top: 1px solid var(--line) }
.result > summary { display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline; padding: .4rem 0 }
.result > summary::before { content: "▸"; color: var(--soft) }
.result[open] > summary::before { content: "▾" }
.result > summary .grow { flex: 1 1 14rem }
.result .body { padding: 0 0 .6rem 1.2rem }
`;

const drawings = `
figure { margin: .8rem 0 .4rem }
.chart svg { max-width: 100%; height: auto; display: block }
.narrow { display: none }
svg text { fill: var(--text); font: 13px system-ui, sans-serif }
svg .small { font-size: 12px; fill: var(--soft) }
.gantt { display: block; overflow: hidden }
.gantt .tick { stroke: var(--line) }
rect.stage, .swatch.stage { fill: var(--chart-1); background: var(--chart-1) }
rect.audit, .swatch.audit { fill: var(--chart-2); background: var(--chart-2) }
.key { font-size: .85rem; color: var(--soft); margin-bottom: .4rem }
.swatch { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin-right: .2rem; vertical-align: -.08rem }
.swatch + .swatch { margin-left: .8rem }
.graph .edge { fill: none; stroke: var(--soft); stroke-width: 1.3; opacity: .6 }
.graph rect { fill: var(--calm-bg); stroke: var(--line) }
.graph .published rect, .graph .audited rect { fill: var(--good-bg); stroke: var(--good) }
.graph .failed rect { fill: var(--bad-bg); stroke: var(--bad) }
.graph .blocked rect { fill: var(--warn-bg); stroke: var(--warn) }
.graph a .small { fill: var(--text) }
.graph a:focus-visible rect { stroke-width: 3 }
`;

const phone = `
@media (max-width: 40rem) {
  header, main, footer { padding-left: .9rem; padding-right: .9rem }
  h1 { font-size: 1.45rem }
  .card { padding: .8rem .85rem }
  .wide { display: none }
  .narrow { display: block }
  .tiles { grid-template-columns: repeat(2, 1fr) }
  .tiles dd { font-size: 1.15rem }
}
`;

const print = `
@media print {
  .card { break-inside: avoid }
  .scroll.tall { max-height: none }
}
`;

/** The style of every page, in each of them: a page is one file. */
export const style = `${colors}${[page, navigation, cards, verdicts, tables, folds, drawings, phone, print].map(compact).join('')}`;

/** Without the spaces that are there for its reader. */
function compact(css: string): string {
  return css
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/ ?([{};,>]) ?/gu, '$1')
    .replaceAll(': ', ':');
}
