/**
 * Splits a text into numbers, words and single other characters. A point or comma within a number belongs to it, where it
 * is one; `10.12.2003` is five tokens, `10:36:28,5` ends in one number.
 */
export function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  for (const [token] of text.matchAll(/\p{Nd}+(?:[.,]\p{Nd}*)*|\p{L}+(?:\.\p{L}*)*|\s|./gsu))
    tokens.push(...split(token));
  return tokens;
}

function split(token: string): readonly string[] {
  if (/^\s$/u.test(token)) return [' '];
  if (token.length < 2) return [token];
  if (/^\p{L}/u.test(token)) return token.includes('.') ? parts(token, /(\.)/u) : [token];
  if (/^\d+[.,]?$/u.test(token) && !/[.,]$/u.test(token)) return [token];
  const points = token.match(/[.,]/gu)?.length ?? 0;
  const isFraction = points === 1 && !/[.,]$/u.test(token) && (token.includes('.') || /^\d\d+,/u.test(token));
  return isFraction ? [token.replace(',', '.')] : parts(token, /([.,])/u);
}

function parts(token: string, separator: RegExp): readonly string[] {
  return token.split(separator).filter((part) => part !== '');
}
