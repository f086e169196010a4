/** Each colour in the light scheme and in the dark one; text on its ground has a contrast of 4.5 at least. */
const COLORS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  bg: ['#f6f8fa', '#10161c'],
  card: ['#fff', '#18212a'],
  text: ['#17212b', '#e6edf3'],
  soft: ['#52606d', '#a3b1bf'],
  line: ['#d5dce3', '#33414e'],
  link: ['#0b5c9e', '#7cc0ff'],
  good: ['#12693a', '#7fdfa6'],
  'good-bg': ['#def3e6', '#123524'],
  bad: ['#a8121f', '#ff9aa2'],
  'bad-bg': ['#fde6e7', '#451a1e'],
  warn: ['#7a4a00', '#f3c667'],
  'warn-bg': ['#fdf0d0', '#3d2e0d'],
  'calm-bg': ['#e9edf1', '#26323d'],
  'chart-1': ['#1f77b4', '#58a6e0'],
  'chart-2': ['#e08214', '#f0a04b'],
  'chart-3': ['#2a9d6f', '#4cc795'],
  'chart-4': ['#b2438f', '#de7fbf'],
  'chart-5': ['#7b61c9', '#a992f0'],
  'chart-6': ['#8c6d31', '#c8a55c'],
  'chart-7': ['#17a2b8', '#4fc7da'],
  'chart-8': ['#888f97', '#9aa5b0'],
};

function scheme(at: 0 | 1): string {
  const variables = Object.entries(COLORS).map(([name, both]) => `--${name}:${both[at]}`);
  return `:root{${variables.join(';')}}`;
}

/** The colours as variables, in the scheme that the reader prefers. */
export const colors = `:root{color-scheme:light dark}${scheme(0)}@media(prefers-color-scheme:dark){${scheme(1)}}`;
