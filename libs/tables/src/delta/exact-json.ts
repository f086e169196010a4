/** A JSON string, or a number that may not survive as a double. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]{15,}/g;

/** Doubles keep every number of up to so many digits. */
const SAFE_DIGITS = 15;

/**
 * JSON whose numbers keep every digit: one that is too long for a double comes as the text that it was written as.
 * @throws {SyntaxError} for what is no JSON.
 */
export function parseExactly(text: string): unknown {
  if (!hasLongNumber(text)) return JSON.parse(text);
  return JSON.parse(text.replace(STRING_OR_LONG_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

/** Whether so many digits and points stand together anywhere. A loop, since this looks at every byte of a log. */
function hasLongNumber(text: string): boolean {
  let run = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    run = (code >= 48 && code <= 57) || code === 46 ? run + 1 : 0;
    if (run > SAFE_DIGITS) return true;
  }
  return false;
}
