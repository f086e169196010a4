import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** What a page must not do: requests elsewhere, messages on the console, exceptions, dialogs. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** A page in a browser of its own that gets nothing but what lies under the address. */
export async function watchedPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const faults: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url.startsWith(address)) return route.continue();
    faults.push(`request to ${url}`);
    return route.abort();
  });
  context.on('request', (request) => {
    if (!request.url().startsWith(address)) faults.push(`asked for ${request.url()}`);
    else if (!request.isNavigationRequest()) faults.push(`fetched ${request.url()}`);
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`exception ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, faults, close: () => context.close() };
}
