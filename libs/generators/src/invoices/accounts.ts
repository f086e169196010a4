import { latestDay } from '../day.ts';
import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { sequence } from '../sequence.ts';
import { bits, pick, weighted } from '../sql.ts';
import { words } from '../words.ts';
import { accountId } from './ids.ts';

export interface InvoiceAccountsParameters extends Origin {
  readonly accounts: number;
}

/** Company names: before a family name, between it and a second one where there is one, after it. */
const ofTwo = weighted([
  [['', ', ', ' & Co.'], 3],
  [['', ' and ', ' LLC'], 2],
  [['', ' – ', ' Logistics'], 1],
] as const);
const ofOne = weighted([
  [['', '', ' Ltd'], 5],
  [['', '', ' Inc.'], 4],
  [['', '', ' & Sons'], 2],
  [['', '', ' GmbH'], 1],
  [['"', '', '" Trading Company'], 1],
  [['Société ', '', ', S.A.'], 1],
  [['Café ', '', ''], 1],
] as const);
const companies = [...ofTwo, ...ofOne];

const JOINING_DAYS = 3_650;
const YEAR = 365;

/** SQL: a number filled up with zeros. */
function digits(value: string, places: number): string {
  const base = String(10 ** places);
  return `substr((${base} + (${value}) % ${base})::VARCHAR, 2)`;
}

function company(position: string): string {
  const part = (index: 0 | 1 | 2): string =>
    pick(
      companies.map((name) => name[index]),
      position,
    );
  return `${part(0)} || last1 || CASE WHEN ${position} < ${String(ofTwo.length)} THEN ${part(1)} || last2 ELSE '' END || ${part(2)}`;
}

/** Columns and order: README. An account's row depends on the seed and the id; `joining_date` also on the as-of day. */
export const invoiceAccounts: Generator<InvoiceAccountsParameters> = {
  name: 'invoice_accounts',
  describe: 'Companies that are invoiced, numbered from 1; every tenth has never been.',
  emit(parameters, scratch) {
    const rows = count('accounts', parameters.accounts);
    const seed = seedLiteral(parameters.seed);
    const lastDay = asOfDay(parameters.asOf) - YEAR;
    const { setup, relation } = sequence(this.name, rows, scratch);
    const word = (from: readonly string[], random: string): string => pick(from, `${random} % ${String(from.length)}`);
    const female = word(words.femaleNames, '(h3 >> 8)');
    const male = word(words.maleNames, '(h3 >> 8)');
    const select = `SELECT
  ${accountId('id', rows)} AS account_id,
  ${company(`(h1 % ${String(companies.length)})`)} AS company_name,
  (h2 % 980 + 1) || ' ' || ${word(words.streets, '(h2 >> 10)')} || ${pick(['', '', ',  ', ''], '(h2 >> 20) % 4')}
    || CASE WHEN (h2 >> 22) % 5 = 0 THEN line || 'Suite ' || ((h2 >> 25) % 400 + 1) ELSE '' END
    || line || ${word(words.cities, '(h2 >> 34)')}
    || line || ${word(words.states, '(h2 >> 44)')} || ' ' || ${digits('h2 >> 12', 5)} AS company_address,
  CASE WHEN (h3 >> 16) % 2 = 0 THEN ${female} ELSE ${male} END || ' ' || ${word(words.lastNames, '(h3 >> 24)')} AS contact_person,
  CASE (h3 >> 32) % 8
    WHEN 0 THEN NULL
    WHEN 1 THEN '+1 ' || area || ' 555 ' || station
    WHEN 2 THEN '(' || area || ') 555-' || station
    ELSE area || '-555-' || station
  END AS contact_phone,
  CASE WHEN (h3 >> 36) % 25 = 0 THEN 'Non-binary' WHEN (h3 >> 16) % 2 = 0 THEN 'Female' ELSE 'Male' END AS gender,
  day(joined) || '/' || month(joined) || '/' || year(joined) AS joining_date
FROM (
  SELECT
    *,
    ${word(words.lastNames, '(h1 >> 8)')} AS last1,
    ${word(words.lastNames, '(h1 >> 24)')} AS last2,
    CASE WHEN (h2 >> 52) % 4 = 0 THEN chr(13) || chr(10) ELSE chr(10) END AS line,
    ((h3 >> 40) % 790 + 201)::VARCHAR AS area,
    ${digits('h3 >> 44', 4)} AS station,
    ${latestDay(lastDay, '(h1 >> 40)', JOINING_DAYS)} AS joined
  FROM (
    SELECT
      id,
      ${bits('id', seed, 41)} AS h1,
      ${bits('id', seed, 42)} AS h2,
      ${bits('id', seed, 43)} AS h3
    FROM (SELECT i::BIGINT + 1 AS id FROM ${relation})
  )
)`;
    return { setup, select, rows };
  },
};
