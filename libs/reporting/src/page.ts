import { html, Html, type Part } from './html.ts';
import { style } from './style.ts';

export interface PageOptions {
  readonly title: string;
  /** The page's own name at the end of the way; else its title. */
  readonly crumb?: string;
  /** The way here from the start page: names with links relative to this page; the page itself is left out. */
  readonly trail: readonly { readonly name: string; readonly href: string }[];
  readonly body: Part;
}

/** Nothing may be fetched, run or sent from a page, whatever came into it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One whole page, without any file beside it. */
export function page({ title, crumb = title, trail, body }: PageOptions): string {
  const crumbs =
    trail.length === 0
      ? undefined
      : html`<header>
          <nav aria-label="Breadcrumb">
            <ol>
              ${trail.map(({ name, href }) => html`<li><a href="${href}">${name}</a></li>`)}
              <li aria-current="page">${crumb}</li>
            </ol>
          </nav>
        </header>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${title} · Sluice</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${crumbs}
        <main id="main">${body}</main>
        <footer>Made by Sluice from the records of its runs.</footer>
      </body>
    </html> `.markup;
}

/** A table of data that scrolls in its own box. */
export function dataTable(options: {
  readonly label: string;
  readonly head: readonly Part[];
  readonly rows: readonly (readonly Part[])[];
  /** Columns that stand at the right. */
  readonly numeric?: (column: number) => boolean;
  readonly tall?: boolean;
}): Html {
  const { label, head, rows, tall = false } = options;
  const attribute = (column: number): Html | undefined =>
    options.numeric?.(column) === true ? html` class="num"` : undefined;
  return html`<div class="scroll${tall ? ' tall' : ''}" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map((cell, column) => html`<th scope="col" ${attribute(column)}>${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, column) => html`<td${attribute(column)}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
