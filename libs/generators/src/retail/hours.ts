/** How a shop's day fills: up to which hour, and how many thousandths of a day's sales by then. */
const curve = [
  { hour: 0, by: 0 },
  { hour: 6, by: 45 },
  { hour: 9, by: 150 },
  { hour: 12, by: 330 },
  { hour: 14, by: 470 },
  { hour: 17, by: 640 },
  { hour: 21, by: 915 },
  { hour: 24, by: 1000 },
] as const;

/** Into how many parts `secondOfDay` divides a day's sales. */
export const PARTS_OF_DAY = 864_000;

/** SQL: the second of the day, 0 to 86,399, by which a part of the day's sales is done; grows with the part. */
export function secondOfDay(part: string): string {
  const whens = curve.slice(1).map(({ hour, by }, index) => {
    const before = curve[index] ?? curve[0];
    const first = (before.by * PARTS_OF_DAY) / 1000;
    const parts = ((by - before.by) * PARTS_OF_DAY) / 1000;
    const seconds = (hour - before.hour) * 3600;
    return `WHEN ${part} < ${String(first + parts)} THEN ${String(before.hour * 3600)} + (${part} - ${String(first)}) * ${String(seconds)} // ${String(parts)}`;
  });
  return `CASE ${whens.join(' ')} END`;
}
