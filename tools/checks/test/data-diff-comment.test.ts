import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { commentOf, MARKER, refusal } from '../../../.github/scripts/data-diff-text.mjs';
import { workspaceRoot } from '../src/workspace.ts';

const block = (size: number): string => `<details><summary>rows</summary>\n\n${'- x\n'.repeat(size)}</details>`;

describe(commentOf, () => {
  it('holds what every pipeline has to say, after the marker', () => {
    expect(commentOf('Base against this change.', ['### a: same', '### b: new'])).toBe(
      `${MARKER}\n\n## Data diff\n\nBase against this change.\n\n### a: same\n\n### b: new`,
    );
  });

  it('stays within a comment, keeps the first block of each section, and says what it left out', () => {
    const long = (name: string): string => [`### ${name}`, block(9_000), block(1)].join('\n\n');
    const text = commentOf('x', [long('a'), long('b'), '### c: same']);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.match(/^### .*/gmu)).toEqual(['### a', '### b', '### c: same']);
    expect(text.match(/did not fit/gu)).toHaveLength(2);
    expect(text.match(/<details>/gu)?.length ?? 0).toBe(text.match(/<\/details>/gu)?.length ?? 0);
  });

  it('cuts a table of what differs between its lines', () => {
    const text = commentOf('x', [Array.from({ length: 9_000 }, (_, row) => `| table ${row} |`).join('\n')]);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\| table \d+ \|\n\n… the rest did not fit into one comment\.$/u);
  });
});

describe(refusal, () => {
  it('takes what a diff writes', () => {
    const diff = '- contract **broken**, <code>gold&#46;spending</code>: <code>x &#62; 0</code> → *nothing*';
    expect(refusal(commentOf('x', [diff, block(2)]))).toBeUndefined();
  });

  it.each(['@everyone', '<img src=x>', '[a](b)', '`x`', 'https://x.y', 'WWW.x.y', '&lt;', '<!-- x -->'])(
    'refuses %s',
    (text) => {
      expect(refusal(commentOf('x', [text]))).toContain('which a data diff does not write');
    },
  );

  it('refuses what is too long, and what has no marker', () => {
    expect(refusal(`${MARKER}\n${'x'.repeat(65_536)}`)).toContain('a comment takes 65536');
    expect(refusal('Hello')).toContain('marker');
  });
});

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

const bot = { login: 'github-actions[bot]' };
let comments: Comment[] = [];
let calls: string[] = [];
let mayWrite = true;

function keep(url: string, content: string): void {
  const body: unknown = JSON.parse(content);
  const text = typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : '';
  const id = Number(/comments\/(\d+)$/u.exec(url)?.[1] ?? comments.length + 1);
  comments = [...comments.filter((comment) => comment.id !== id), { id, body: text, user: bot }];
}

/** As much of GitHub as the script talks to. */
const server: Server = createServer((request, response) => {
  const { method = '', url = '', headers } = request;
  let content = '';
  request.on('data', (part: Buffer) => (content += part.toString()));
  request.on('end', () => {
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status).end(JSON.stringify(value));
    };
    if (headers.authorization !== 'Bearer token') answer(401, {});
    else if (method === 'GET') {
      const page = Number(new URL(url, 'http://localhost').searchParams.get('page'));
      answer(200, comments.slice((page - 1) * 100, page * 100));
    } else {
      calls.push(`${method} ${url}`);
      if (mayWrite) keep(url, content);
      answer(mayWrite ? 200 : 403, {});
    }
  });
});
const folder = mkdtempSync(join(tmpdir(), 'sluice-comment-'));
const listening = new Promise<string>((resolve) => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
  });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  comments = [];
  calls = [];
  mayWrite = true;
});

/** Runs the script as the job does. */
async function post(text: string, number = '7'): Promise<{ readonly code: number; readonly output: string }> {
  writeFileSync(join(folder, 'comment.md'), `${text}\n`);
  const env = { GH_TOKEN: 'token', GITHUB_API_URL: await listening, GITHUB_REPOSITORY: 'owner/sluice', NUMBER: number };
  return new Promise((resolve) => {
    const args = [join(workspaceRoot, '.github/scripts/comment.mjs'), join(folder, 'comment.md')];
    const child = execFile(process.execPath, args, { env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}

describe('the comment on a pull request', () => {
  it('is posted once, changed afterwards, and left alone where it says so already', async () => {
    expect(await post(commentOf('x', ['first']))).toEqual({ code: 0, output: 'Posted.\n' });
    expect(await post(commentOf('x', ['second']))).toEqual({ code: 0, output: 'Changed.\n' });
    expect(await post(commentOf('x', ['second']))).toMatchObject({ code: 0 });
    expect(calls).toEqual([
      'POST /repos/owner/sluice/issues/7/comments',
      'PATCH /repos/owner/sluice/issues/comments/1',
    ]);
    expect(comments.map(({ body }) => body)).toEqual([commentOf('x', ['second'])]);
  });

  it('is found behind many others, and not taken for one of somebody who copied the marker', async () => {
    const others = Array.from({ length: 150 }, (_, id) => ({
      id,
      body: `${MARKER}\nmine`,
      user: { login: 'mallory' },
    }));
    comments = [...others, { id: 900, body: commentOf('x', ['old']), user: bot }];
    await post(commentOf('x', ['new']));
    expect(calls).toEqual(['PATCH /repos/owner/sluice/issues/comments/900']);
  });

  it('is no failure where the token may not write', async () => {
    mayWrite = false;
    const { code, output } = await post(commentOf('x', ['y']));
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('may not comment') });
  });

  it('is refused where the text is not a data diff, or no pull request is named', async () => {
    expect(await post(commentOf('x', ['@everyone']))).toMatchObject({ code: 2 });
    expect(await post(commentOf('x', ['y']), '7/../8')).toMatchObject({ code: 2 });
    expect(calls).toEqual([]);
  });
});
