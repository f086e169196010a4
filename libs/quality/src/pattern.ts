/** A pattern as RE2 reads it, or the reason why it is outside the dialect that RE2 and ECMA-262 share. */
export type Pattern = { readonly ok: true; readonly re2: string } | { readonly ok: false; readonly reason: string };

/** ECMA-262's dot leaves out four line ends, RE2's only one. */
const dot = '[^\\n\\r\\x{2028}\\x{2029}]';

const syntaxCharacters = '^$\\.*+?()[]{}|/';
const plainEscapes = 'tnrfvdDwW';
const largestRepetition = 1000;

const escapeReasons: Readonly<Record<string, string>> = {
  s: '\\s means other characters in RE2 than in ECMA-262; write them out: [ \\t\\r\\n]',
  S: '\\S means other characters in RE2 than in ECMA-262; write them out: [^ \\t\\r\\n]',
  B: '\\B is looked for between the bytes of a character too by RE2; write the characters that must stand there',
  u: '\\u is not known to RE2; write the character itself',
  p: '\\p{…} depends on the Unicode version of each engine; write the ranges',
  P: '\\P{…} depends on the Unicode version of each engine; write the ranges',
  k: 'a backreference cannot be matched by RE2; write the alternatives out',
  A: '\\A is not known to ECMA-262; write ^',
  z: '\\z is not known to ECMA-262; write $',
  Z: '\\Z is not known to ECMA-262; write $',
  Q: '\\Q…\\E is not known to ECMA-262; escape the characters one by one',
  c: '\\c is not known to RE2; write \\xHH',
};

/**
 * Checks that ECMA-262 (with the flag u) and RE2 give a pattern one meaning, and translates the dot, where they differ.
 * A pattern is searched anywhere in the value, as JSON Schema and ODCS do.
 */
export function readPattern(pattern: string): Pattern {
  let re2 = '';
  let inClass = false;
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    const token = inClass ? classToken(rest) : outerToken(rest);
    if ('reason' in token) return { ok: false, reason: `${token.reason} (at character ${String(at + 1)})` };
    re2 += token.re2 ?? token.text;
    if (token.text.startsWith('[') && !inClass) inClass = true;
    else if (token.text === ']') inClass = false;
    at += token.text.length;
  }
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  return { ok: true, re2 };
}

type Token = { readonly text: string; readonly re2?: string } | { readonly reason: string };

function outerToken(rest: string): Token {
  const first = rest.charAt(0);
  if (first === '\\') return escapeToken(rest, syntaxCharacters, 'b');
  if (first === '.') return { text: first, re2: dot };
  if (first === '(') return groupToken(rest);
  if (first === '[') return openingOfClass(rest);
  if (first === '{' || first === '*' || first === '+' || first === '?') return quantifierToken(rest);
  if (first === '}' || first === ']') return { reason: `${first} by itself must be written \\${first}` };
  return { text: first };
}

function groupToken(rest: string): Token {
  if (!rest.startsWith('(?')) return { text: '(' };
  if (rest.startsWith('(?:')) return { text: '(?:' };
  if (/^\(\?<?[=!]/.test(rest))
    return {
      reason: 'lookahead and lookbehind cannot be matched by RE2; say it as a second pattern or an own SQL rule',
    };
  if (/^\(\?P?</.test(rest)) return { reason: 'a named group is not needed to match; write (?:…)' };
  if (rest.startsWith('(?>')) return { reason: 'an atomic group is known to neither engine; write (?:…)' };
  return { reason: 'flags within a pattern are not shared by the engines; write the alternatives out, as in [aA]' };
}

function quantifierToken(rest: string): Token {
  const found = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/.exec(rest);
  if (found === null) return { reason: '{ by itself must be written \\{' };
  const [text, low, high] = found;
  if ([low, high].some((count) => count !== undefined && Number(count) > largestRepetition))
    return { reason: `RE2 repeats at most ${String(largestRepetition)} times; use minLength and maxLength` };
  if (rest.charAt(text.length) === '+')
    return { reason: 'a possessive quantifier is known to neither engine; leave out the +' };
  return { text };
}

function openingOfClass(rest: string): Token {
  const text = rest.startsWith('[^') ? '[^' : '[';
  return rest.charAt(text.length) === ']'
    ? { reason: 'an empty class, or ] first in a class, means different things; write \\]' }
    : { text };
}

function classToken(rest: string): Token {
  const first = rest.charAt(0);
  if (first === '\\') return escapeToken(rest, `${syntaxCharacters}-`, '');
  if (first === '[')
    return { reason: '[ within a class must be written \\[; classes such as [:alpha:] are only known to RE2' };
  return { text: first };
}

function escapeToken(rest: string, characters: string, assertions: string): Token {
  const escaped = rest.charAt(1);
  if (escaped === 'x') {
    return /^\\x[0-9A-Fa-f]{2}/.test(rest)
      ? { text: rest.slice(0, 4) }
      : { reason: '\\x takes two hexadecimal digits; write other characters themselves' };
  }
  if (escaped !== '' && `${characters}${plainEscapes}${assertions}`.includes(escaped)) return { text: `\\${escaped}` };
  if (/[1-9]/.test(escaped))
    return { reason: `\\${escaped} refers back, which RE2 cannot match; write the alternatives out` };
  return { reason: escapeReasons[escaped] ?? `\\${escaped} is not an escape that both engines know` };
}
