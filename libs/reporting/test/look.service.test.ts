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

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [390, 1280].map((width) => ({ colorScheme, width })),
);

describe.each(looks)('every page, $colorScheme, $width wide', ({ colorScheme, width }) => {
  it('keeps within the width, and axe finds nothing', async () => {
    for (const { folder, pages } of sites) {
      const address = `${pathToFileURL(folder).href}/`;
      const viewport = { width, height: 900 };
      const { page, faults, close } = await watchedPage(browser, address, { colorScheme, viewport });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${address}${path}`);
        expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), name).toBe(
          'light dark',
        );
        await unfold(page, 'details');
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name}: width`).toBe(width);
        await unfold(page, 'details:not(.result), .result:nth-of-type(-n + 2)');
        const found: unknown = await page.evaluate(
          `${axe};axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary])))`,
        );
        expect(found, name).toEqual([]);
      }
      expect(faults).toEqual([]);
      await close();
    }
  });
});

/** Opens what is folded and fits; the other checks of a table look like its first two. */
async function unfold(page: Page, selector: string): Promise<void> {
  await page.evaluate((which) => {
    for (const details of document.querySelectorAll('details')) details.open = details.matches(which);
  }, selector);
}
