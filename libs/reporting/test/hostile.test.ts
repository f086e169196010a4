import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { annotations, junit, summary, troublesOf } from '../src/index.ts';
import { pipelinePage } from '../src/pipeline-page.ts';
import { runPage } from '../src/run-page.ts';
import { startPage } from '../src/start-page.ts';
import { corpus, hostileRun } from './hostile.ts';

const cases = corpus.map((value) => [JSON.stringify(value.slice(0, 40)), value] as const);
const history = (value: string) => ({ pipeline: 'shop', runs: [hostileRun(value)], unreadable: [value] });

describe('what a value of the corpus does', () => {
  it.each(cases)('in HTML: it is text, %s', async (_, value) => {
    const run = hostileRun(value);
    const pages = [
      startPage([history(value)]),
      pipelinePage(history(value)),
      await runPage(run, troublesOf({ runs: [run] })),
    ];
    for (const text of pages) {
      expect(text.length).toBeLessThan(2_000_000);
      expect(unprintable(text)).toEqual([]);
      const { document } = new JSDOM(text).window;
      expect(document.querySelectorAll('script, iframe, img, object, form, [src]')).toHaveLength(0);
      expect(document.querySelectorAll('style')).toHaveLength(1);
      const all = [...document.querySelectorAll('*')];
      expect(all.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on')))).toEqual([]);
      const hrefs = all.flatMap((element) => element.getAttribute('href') ?? []);
      expect(
        hrefs.filter((href) => !/^(?:#|data:,$|(?:\.\.\/|shop\/)?(?:index|[0-9a-f-]{36})\.html|)/u.test(href)),
      ).toEqual([]);
    }
  });

  it.each(cases)('in Markdown: it is text on the line where it stands, %s', (_, value) => {
    const text = summary(hostileRun(value));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(unprintable(text)).toEqual([]);
    expect(text).not.toMatch(/<(?!\/?(?:details|summary)>)/u);
    expect(text).not.toMatch(/https?:|www\.|@|`|\]\(|!\[|:tada:/u);
    expect(text).not.toMatch(/^\s*(?:::|##\[)/mu);
    const widths = text
      .split('\n\n')
      .filter((block) => block.startsWith('| '))
      .map(
        (block) =>
          new Set(
            block
              .trim()
              .split('\n')
              .map((line) => line.split(' | ').length),
          ).size,
      );
    expect(widths.every((width) => width === 1)).toBe(true);
  });

  it.each(cases)('in annotations: each is one command of ours, %s', (_, value) => {
    const lines = annotations(hostileRun(value));
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatch(/^::(?:error|warning) title=[^:,]*(?:,file=[^:,]*)?(?:,line=\d+)?::/u);
      expect(line).not.toMatch(/[\n\p{Cc}]|##\[/u);
      expect(line.length).toBeLessThan(13_000);
    }
  });

  it.each(cases)('in JUnit: the document is well formed, %s', (_, value) => {
    const text = junit([hostileRun(value)]);
    expect(unprintable(text)).toEqual([]);
    const { window } = new JSDOM('');
    const document = new window.DOMParser().parseFromString(text, 'application/xml');
    expect(document.querySelector('parsererror')).toBeNull();
    expect(document.querySelectorAll('testsuite')).toHaveLength(1);
    expect(document.querySelectorAll('testcase')).toHaveLength(3);
    expect(document.querySelectorAll('*')).toHaveLength(8);
  });
});

/** Characters that XML refuses, that steer a terminal, or that turn the direction of text. */
function unprintable(text: string): readonly string[] {
  return text.match(/[^\P{Cc}\n\t]|\p{Surrogate}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu) ?? [];
}
