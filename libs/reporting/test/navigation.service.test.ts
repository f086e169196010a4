import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';
import { realSite, type Site } from './real-site.ts';
import { serve } from './serve.ts';
import { watchedPage } from './watched-page.ts';

interface Place {
  readonly address: string;
  close(): Promise<void>;
}

let site: Site;
let browser: Browser;

beforeAll(async () => {
  browser = await openChromium();
  site = await realSite();
});
afterAll(async () => {
  await browser.close();
  site.remove();
});

const places: readonly (readonly [string, () => Promise<Place>])[] = [
  ['at the root of a host', () => serve(site.folder, '/')],
  ['under /repo/', () => serve(site.folder, '/repo/')],
  [
    'from disk',
    () => Promise.resolve({ address: `${pathToFileURL(site.folder).href}/`, close: () => Promise.resolve() }),
  ],
];

describe.each(places)('the site %s', (_, open) => {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });
  afterAll(() => place.close());

  it.each([true, false])('leads from the start to a table and back, with scripts allowed: %s', async (scripts) => {
    const { page, faults, close } = await watchedPage(browser, place.address, { javaScriptEnabled: scripts });
    const heading = (name: string) => page.getByRole('heading', { name, exact: true }).first();
    await page.goto(`${place.address}index.html`);
    await page.getByRole('link', { name: 'medallion', exact: true }).click();
    await heading('Runs').waitFor();
    await page.getByRole('table').getByRole('link').last().click();
    await heading('Plan and tables').waitFor();
    await page.getByRole('table').getByRole('link', { name: 'silver.transactions_clean' }).click();
    await page.waitForURL(/#table-silver\.transactions_clean$/u);
    const section = page.locator(':target');
    await section.getByText('all hold').click();
    await section.getByText('holds', { exact: true }).first().waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Graph', exact: true }).click();
    await page
      .locator('svg.graph')
      .getByRole('link', { name: /gold\.category_analytics/u })
      .click();
    await page.waitForURL(/#table-gold\.category_analytics$/u);
    const trail = page.getByRole('navigation', { name: 'Breadcrumb' });
    await trail.getByRole('link', { name: 'medallion' }).click();
    await heading('Runs').waitFor();
    await trail.getByRole('link', { name: 'Pipelines' }).click();
    await heading('Data pipelines').waitFor();
    await page.getByRole('link', { name: 'Revenue by category' }).click();
    await page.locator(':target').getByRole('img').first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('has no link that leads nowhere, asks nobody for anything and says nothing on the console', async () => {
    const { page, faults, close } = await watchedPage(browser, place.address);
    const known = new Set<string>();
    const toVisit = [`${place.address}index.html`];
    for (let url = toVisit.pop(); url !== undefined; url = toVisit.pop()) {
      if (known.has(url)) continue;
      known.add(url);
      const answer = await page.goto(url);
      expect([0, 200], url).toContain(answer?.status());
      const { links, lost } = await page.evaluate(() => {
        const all = [...document.querySelectorAll('a')].map(
          (a) => new URL(a.getAttribute('href') ?? '', location.href),
        );
        const inside = all.filter(({ href, hash }) => hash !== '' && href.split('#')[0] === location.href);
        return {
          links: all.map(({ href }) => href),
          lost: inside
            .filter(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))) === null)
            .map(({ hash }) => hash),
        };
      });
      expect(lost, url).toEqual([]);
      toVisit.push(...links.filter((link) => !link.includes('#')));
      for (const link of links.filter((one) => one.includes('#') && one.split('#')[0] !== url && !known.has(one))) {
        known.add(link);
        await page.goto(link);
        expect(await page.locator(':target').count(), link).toBe(1);
      }
    }
    expect(known.size).toBeGreaterThan(10);
    expect(faults).toEqual([]);
    await close();
  });
});
