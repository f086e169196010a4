import { pick, weighted } from '../sql.ts';

/** Devices and browsers in percent, those with Safari first. */
const visits = weighted([
  [['mobile', 'safari'], 27],
  [['tablet', 'safari'], 5],
  [['desktop', 'safari'], 5],
  [['mobile', 'chrome'], 24],
  [['mobile', 'firefox'], 2],
  [['mobile', 'edge'], 2],
  [['desktop', 'chrome'], 20],
  [['desktop', 'edge'], 7],
  [['desktop', 'firefox'], 3],
  [['tablet', 'chrome'], 3],
  [['tablet', 'firefox'], 1],
  [['tablet', 'edge'], 1],
] as const);

const onSafari = visits.filter(([, browser]) => browser === 'safari').length;

const paidOnSafari = weighted([
  ['credit_card', 6],
  ['debit_card', 4],
  ['paypal', 3],
  ['apple_pay', 5],
  ['google_pay', 1],
  ['cash', 1],
]);

const paidElsewhere = weighted([
  ['credit_card', 7],
  ['debit_card', 5],
  ['paypal', 3],
  ['google_pay', 4],
  ['cash', 1],
]);

const locations = weighted([
  ['US', 9],
  ['UK', 3],
  ['DE', 3],
  ['CA', 2],
  ['FR', 2],
  ['JP', 1],
  ['AU', 1],
]);

/** SQL: the device of a visit. @param visit  0 to 99. */
export function deviceOf(visit: string): string {
  return pick(
    visits.map(([device]) => device),
    visit,
  );
}

/** SQL: the browser of a visit. @param visit  0 to 99. */
export function browserOf(visit: string): string {
  return pick(
    visits.map(([, browser]) => browser),
    visit,
  );
}

/** SQL: how a visitor pays; who browses with Safari may pay with Apple. @param random  SQL, BIGINT, 0 or more. */
export function paymentOf(visit: string, random: string): string {
  return `CASE WHEN ${visit} < ${String(onSafari)} THEN ${pick(paidOnSafari, `${random} % 20`)} ELSE ${pick(paidElsewhere, `${random} % 20`)} END`;
}

/** SQL: the country of a customer, the same for all that they buy. */
export function locationOf(customer: string, seed: string): string {
  return pick(locations, `(hash(${customer}, ${seed}, 32) % ${String(locations.length)})::BIGINT`);
}
