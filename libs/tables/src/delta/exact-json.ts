/** A JSON string, or a number of at least sixteen characters: such a one may not survive as a double. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d(?:[\d.eE+-]{15,})/g;
const MAYBE_LONG = /[\d.]{16}/;

/**
 * JSON whose numbers keep every digit: one that is too long for a double comes as the text that it was written as.
 * @throws {SyntaxError} for what is no JSON.
 */
export function parseExactly(text: string): unknown {
  if (!MAYBE_LONG.test(text)) return JSON.parse(text);
  return JSON.parse(text.replace(STRING_OR_LONG_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
