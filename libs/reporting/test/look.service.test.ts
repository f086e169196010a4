import { pathToFileURL } from 'node:url';
import { source as axe } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';
import { hostileSite, realSite, type Site } from './real-site.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
let sites: readonly Site[];

beforeAll(async () => {
  browser = await openChromium();
  sites = [await realSite(), await hostileSite()];
});
afterAll(async () => {
  await browser.close();
  for (const site of sites) site.remove();
});

const GROUND = { light: 'rgb(246, 248, 250)', dark: 'rgb(16, 22, 28)' } as const;
/** What axe finds: the rule, the element, and what is the matter. */
const judge = `${axe};axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary])))`;
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [390, 1280].map((width) => ({ colorScheme, width })),
);

describe.each(looks)('every page, $colorScheme, $width wide', ({ colorScheme, width }) => {
  it('keeps within the width, in its colours, cuts no text of a chart off, and axe finds nothing', async () => {
    for (const { folder, pages, alike } of sites) {
      const address = `${pathToFileURL(folder).href}/`;
      const viewport = { width, height: 900 };
      const { page, faults, close } = await watchedPage(browser, address, { colorScheme, viewport });
      const open = async (path: string): Promise<void> => {
        await page.goto(`${address}${path}`);
        await unfold(page, 'details');
        const seen = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          getComputedStyle(document.body).backgroundColor,
        ]);
        expect(seen, path).toEqual([width, GROUND[colorScheme]]);
      };
      for (const path of alike) await open(path);
      for (const [name, path] of Object.entries(pages)) {
        await open(path);
        await unfold(page, 'details:not(.result), .result:nth-of-type(-n + 2)');
        expect(await page.evaluate(textsCutOff), name).toEqual([]);
        expect(await page.evaluate(judge), name).toEqual([]);
      }
      expect(faults).toEqual([]);
      await close();
    }
  });
});

/** Runs in the page: texts of charts that reach over the edge of their picture, by more than the air around letters. */
function textsCutOff(): readonly (string | null)[] {
  return [...document.querySelectorAll('.chart svg')].flatMap((picture) => {
    const edge = picture.getBoundingClientRect();
    return [...picture.querySelectorAll('text')]
      .filter((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return left < edge.left - 2 || right > edge.right + 2 || top < edge.top - 2 || bottom > edge.bottom + 2;
      })
      .map(({ textContent }) => textContent);
  });
}

/** Opens what is folded and fits; the other checks of a table look like its first two. */
async function unfold(page: Page, selector: string): Promise<void> {
  await page.evaluate((which) => {
    for (const details of document.querySelectorAll('details')) details.open = details.matches(which);
  }, selector);
}
