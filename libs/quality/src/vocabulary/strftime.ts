const specifiers = 'aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%';
const unpadded = 'dHIjmMSuUwWy';

/** True for a format that holds at least one specifier, and only those that the engine parses by. */
export function isStrftime(format: string): boolean {
  let found = false;
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', at)) {
    const short = format.charAt(at + 1) === '-';
    const letter = format.charAt(at + (short ? 2 : 1));
    if (letter === '' || !(short ? unpadded : specifiers).includes(letter)) return false;
    found ||= letter !== '%' && letter !== 'n';
    at += short ? 3 : 2;
  }
  return found;
}
