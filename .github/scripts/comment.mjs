/**
 * Posts a data diff on the pull request $NUMBER, or changes the comment that is there: there is never a second one.
 * Usage: node .github/scripts/comment.mjs FILE, with $GH_TOKEN and what a job knows of GitHub. A token that may not write
 * is no failure: the summary of the job before has the same text.
 */
import { readFileSync } from 'node:fs';
import { MARKER, refusal } from './data-diff-text.mjs';

const [file = ''] = process.argv.slice(2);
const { GH_TOKEN = '', GITHUB_API_URL = '', GITHUB_REPOSITORY = '', NUMBER = '' } = process.env;
const body = readFileSync(file, 'utf8').trim();
const reason = refusal(body);
if (reason !== undefined || !/^\d+$/u.test(NUMBER)) {
  console.error(`Nothing is posted: ${reason ?? `"${NUMBER}" is no number of a pull request`}.`);
  process.exit(2);
}

const issues = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`;
const own = await find();
if (own?.body === body) console.log('The comment says so already.');
else if (own === undefined) await write('POST', `${issues}/${NUMBER}/comments`);
else await write('PATCH', `${issues}/comments/${own.id}`);

/** The comment of an earlier run: marked, and written by a workflow, not by somebody who copied the marker. */
async function find() {
  for (let page = 1; ; page += 1) {
    const response = await call('GET', `${issues}/${NUMBER}/comments?per_page=100&page=${page}`);
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to the list of comments.`);
    /** @type {{ id: number, body?: string, user?: { login: string } }[]} */
    const comments = JSON.parse(await response.text());
    const found = comments.find(
      (comment) => comment.body?.startsWith(MARKER) && comment.user?.login === 'github-actions[bot]',
    );
    if (found !== undefined || comments.length < 100) return found;
  }
}

async function write(/** @type {'POST' | 'PATCH'} */ method, /** @type {string} */ address) {
  const response = await call(method, address, JSON.stringify({ body }));
  if (response.ok) console.log(method === 'POST' ? 'Posted.' : 'Changed.');
  else if (response.status === 403) console.log('The token may not comment: the summary of the data diff has it.');
  else throw new Error(`GitHub answered ${response.status} to the comment.`);
}

function call(/** @type {string} */ method, /** @type {string} */ address, content = '') {
  return fetch(address, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GH_TOKEN}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(content === '' ? {} : { body: content }),
    signal: AbortSignal.timeout(30_000),
  });
}
