/** placeholder until written */
export function isDateText(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
