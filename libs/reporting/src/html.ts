import { cut, visible } from './text.ts';

/** Longer texts are cut, whoever let them come this far. */
const MOST_TEXT = 20_000;

/** Markup that is safe as it stands: made by `html`, never of data. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

export type Part = Html | string | number | undefined | readonly Part[];

/** A template of HTML: every value is escaped but for those that are Html themselves; undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((string, index) => `${string}${render(parts[index])}`).join(''));
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string' || typeof part === 'number') return escapeMarkup(cut(String(part), MOST_TEXT));
  return part.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes of HTML, SVG and XML alike; characters that XML refuses are made visible. */
export function escapeMarkup(text: string): string {
  return visible(text).replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? '');
}
