import { quoteFile, type Session } from '@sluice/engine';
import { sumOf } from './readers.ts';

/** What the tables of transactions are to hold after some batches, in plain SQL over plain tables. */
export class Oracle {
  readonly #session: Session;
  readonly #raw: string;
  #begun = false;

  /** @param raw  the file that holds the newest batch */
  constructor(session: Session, raw: string) {
    this.#session = session;
    this.#raw = `read_parquet(${quoteFile(raw)})`;
  }

  /** Takes the newest batch in: of several rows with one id the earliest stands. */
  async take(): Promise<void> {
    const columns = 'transaction_id, customer_id, amount, "timestamp", merchant';
    const earlier = this.#begun ? `UNION ALL SELECT ${columns} FROM silver` : '';
    this.#begun = true;
    await this.#session.execute(
      `CREATE OR REPLACE TABLE silver_next AS SELECT ${columns} FROM (SELECT ${columns} FROM ${this.#raw} ${earlier})
         QUALIFY row_number() OVER (PARTITION BY transaction_id ORDER BY "timestamp", amount, customer_id, merchant) = 1;
       DROP TABLE IF EXISTS silver; ALTER TABLE silver_next RENAME TO silver`,
    );
  }

  /** Of silver and of gold. */
  async sums(): Promise<readonly string[]> {
    const gold = `SELECT customer_id, CAST("timestamp" AS DATE) AS transaction_date, sum(amount)::DECIMAL(12,2) AS total_amount,
        count(*) AS transaction_count FROM silver WHERE amount > 0 GROUP BY ALL`;
    return [await sumOf(this.#session, 'FROM silver'), await sumOf(this.#session, gold)];
  }
}
