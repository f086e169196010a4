import { duration } from './format.ts';
import { html, type Html } from './html.ts';
import type { RunRecord } from './record.ts';

const ROW = 38;

/** When each table was staged and audited, as SVG that is as wide as its box; nothing where no table ran. */
export function gantt({ tables, seconds }: RunRecord): Html | undefined {
  const bars = tables.flatMap(({ name, startedAfter, stageSeconds, auditStartedAfter, auditSeconds }) => {
    if (startedAfter === undefined) return [];
    const stage = { from: startedAfter, seconds: stageSeconds ?? 0 };
    const audit = { from: auditStartedAfter ?? startedAfter + stage.seconds, seconds: auditSeconds ?? 0 };
    return [{ name, stage, audit }];
  });
  if (bars.length === 0) return undefined;
  const end = Math.max(seconds ?? 0, 0.001, ...bars.map(({ audit }) => audit.from + audit.seconds));
  const share = (part: number): string => `${((part / end) * 100).toFixed(2)}%`;
  const height = bars.length * ROW + 28;
  const label = `Durations of ${bars.length} tables; the run took ${duration(end)}. ${bars
    .map(({ name, stage, audit }) => `${name} ${duration(stage.seconds + audit.seconds)}`)
    .join(', ')}.`;
  return html`<div class="key"><span class="swatch stage"></span> staging <span class="swatch audit"></span> audit</div>
    <svg class="gantt" role="img" aria-label="${label}" width="100%" height="${height}">
      ${[0, 0.25, 0.5, 0.75].map((part) => {
        const x = `${part * 100}%`;
        return html`<line x1="${x}" x2="${x}" y1="0" y2="${height - 22}" class="tick" /><text
            x="${x}"
            dx="3"
            y="${height - 6}"
            class="small"
            >${duration(part * end)}</text
          >`;
      })}
      ${bars.map(({ name, stage, audit }, index) => {
        const y = index * ROW;
        const took = duration(stage.seconds + audit.seconds);
        return html`<text ${beside(stage.from / end, (audit.from + audit.seconds) / end)} y="${y + 14}"
            >${name} <tspan class="small">${took}</tspan></text
          >
          <rect
            x="${share(stage.from)}"
            width="${share(stage.seconds)}"
            y="${y + 19}"
            height="12"
            rx="2"
            class="stage"
          />
          <rect
            x="${share(audit.from)}"
            width="${share(audit.seconds)}"
            y="${y + 19}"
            height="12"
            rx="2"
            class="audit"
          />`;
      })}
    </svg>`;
}

/** A name begins where its bar begins, or ends where it ends when there is no room to the right. */
function beside(from: number, to: number): Html {
  return from < 0.5
    ? html`x="${(from * 100).toFixed(2)}%"`
    : html`x="${(Math.min(to, 1) * 100).toFixed(2)}%" text-anchor="end"`;
}
