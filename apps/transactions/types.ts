// Made from the contracts in models: npx vitest run --project checks -u

/** One row per customer and day on which the customer spent something. */
export interface CustomerDailyAggregates {
  /** Who paid, C and four digits. */
  readonly customer_id: string;
  /** Day of the payments, in UTC. */
  readonly transaction_date: string;
  /** The amounts above zero, added up. */
  readonly total_amount: string | number;
  /** How many payments those are. */
  readonly transaction_count: number | string;
}

/** One row per delivery of a transaction. */
export interface RawCustomerTransactions {
  /** A UUID as text; several deliveries of one transaction share it. */
  readonly transaction_id: string;
  /** Who paid, C and four digits. */
  readonly customer_id: string;
  /** What was paid; refunds lie below zero. */
  readonly amount: string | number;
  /** The instant of the payment, in UTC. */
  readonly timestamp: string;
  /** Where it was paid. */
  readonly merchant: string;
}

/** One row per transaction. */
export interface SilverCustomerTransactions {
  /** A UUID as text. */
  readonly transaction_id: string;
  /** Who paid. */
  readonly customer_id: string;
  /** What was paid; refunds lie below zero. */
  readonly amount: string | number;
  /** The instant of the payment, in UTC. */
  readonly timestamp: string;
  /** Where it was paid. */
  readonly merchant: string;
}
