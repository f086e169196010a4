/** Any character: a dot leaves out the ends of lines. */
const any = '[\\d\\D]';

/**
 * The regular expression that matches what a pattern of LIKE does.
 * @param escape  the character that takes the one after it literally; empty for none
 * @returns undefined for a pattern that ends with it, which SQL refuses
 */
export function likeRegex(pattern: string, escape: string): string | undefined {
  const parts: string[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === escape) {
      escaped = true;
      continue;
    }
    if (!escaped && character === '%') parts.push(`${any}*`);
    else if (!escaped && character === '_') parts.push(any);
    else parts.push(character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
    escaped = false;
  }
  return escaped ? undefined : `^${parts.join('')}$`;
}
