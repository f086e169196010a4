/** The comment on a pull request: what it says, and what it may not hold. */

/** Hidden: by it the comment is found again. */
export const MARKER = '<!-- sluice-data-diff -->';

/** GitHub's limit for the body of a comment, and room for what is put around the sections. */
const MOST = 65_536;
const ROOM = MOST - 2_000;

/**
 * One comment of all sections, each cut to its share where they do not fit together.
 * @param {string} subject  one line: what was compared
 * @param {readonly string[]} sections  Markdown as `sluice diff --output markdown` writes it, or a sentence of ours
 */
export function commentOf(subject, sections) {
  const share = Math.floor(ROOM / Math.max(sections.length, 1));
  const fits = sections.reduce((sum, section) => sum + section.length, 0) <= ROOM;
  const shown = sections.map((section) => (fits ? section : cut(section, share)));
  return [MARKER, '## Data diff', subject, ...shown].join('\n\n');
}

/** Whole blocks, as many as fit; the first, a table of what differs, by whole lines. */
function cut(/** @type {string} */ section, /** @type {number} */ share) {
  if (section.length <= share) return section;
  const note = '… the rest did not fit into one comment.';
  const room = share - note.length - 2;
  const [first = '', ...blocks] = section.split(/\n\n(?=<details>)/u);
  let text = first.length <= room ? first : first.slice(0, Math.max(first.lastIndexOf('\n', room), 0));
  for (const block of text === first ? blocks : []) {
    if (text.length + block.length + 2 > room) break;
    text += `\n\n${block}`;
  }
  return `${text}\n\n${note}`;
}

/**
 * Why a text is not posted: it comes from a job that ran the code of a pull request, so it is looked at again here.
 * @param {string} body
 * @returns {string | undefined}
 */
export function refusal(body) {
  if (!body.startsWith(`${MARKER}\n`)) return 'it does not begin with the marker of a data diff';
  if (body.length > MOST) return `it has ${body.length} characters; a comment takes ${MOST}`;
  const rest = body.slice(MARKER.length).replaceAll(/<\/?(?:code|details|summary)>|&#\d+;/gu, '');
  const found = /[<&@[\]`]|https?:|www\./iu.exec(rest);
  return found === null ? undefined : `it holds ${JSON.stringify(found[0])}, which a data diff does not write`;
}
