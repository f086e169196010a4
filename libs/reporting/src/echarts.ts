import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { visible } from './text.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** Draws a chart as one SVG element that scales with its box. Runs without a browser. */
export function renderSvg(width: number, height: number, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return visible(chart.renderToSVGString())
      .replace(/<style[\s\S]*?<\/style>/gu, '')
      .replace(/ class="zr[^"]*"/gu, '');
  } finally {
    chart.dispose();
  }
}
