const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NONE = /^[\p{Mark}\p{Format}\p{Control}]$/u;

/** Columns that a text takes on a terminal: East Asian letters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += NONE.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}

/** Cuts a text to at most `width` columns, the last an ellipsis where something was cut. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const letter of text) {
    const next = used + displayWidth(letter);
    if (next > width - 1) break;
    kept += letter;
    used = next;
  }
  return `${kept}…`;
}
