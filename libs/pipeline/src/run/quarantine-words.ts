import type { QuarantineRecord, TableRecord } from '@sluice/reporting';

/** `bronze.orders: 2 of 40 rows were set aside, 5 % (amount.minimum 2); its budget is at most 10 %.` */
export function asideWords({
  name,
  rows,
  quarantine,
}: Pick<TableRecord, 'name' | 'rows'> & { readonly quarantine: QuarantineRecord }): string {
  const { staged, quarantined } = rows;
  const reasons = quarantine.reasons.map(({ rule, rows: broken }) => `${rule} ${broken.toLocaleString('en')}`);
  const share = Number(((quarantined / staged) * 100).toPrecision(3));
  return (
    `${name}: ${quarantined.toLocaleString('en')} of ${staged.toLocaleString('en')} rows were set aside, ${share} % ` +
    `(${reasons.join(', ')}); its budget is ${quarantine.budget}.`
  );
}
