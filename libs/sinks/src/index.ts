/** Where published tables are handed on: CSV files. */
export { csv } from './csv.ts';
export type { CsvSink, Sink } from './csv.ts';
export { deliver } from './deliver.ts';
export type { Delivery, DeliveryRequest } from './deliver.ts';
export { OutputNotWritableError } from './errors.ts';
