/** Where published tables are handed on: CSV files, and stores that speak CQL. */
export { csv } from './csv.ts';
export type { CsvSink } from './csv.ts';
export { sinkName } from './sink.ts';
export type { Sink } from './sink.ts';
export { deliver } from './deliver.ts';
export type { Delivery, DeliveryRequest } from './deliver.ts';
export { cql } from './cql/cql.ts';
export type { CqlSink } from './cql/cql.ts';
export type { CqlType } from './cql/column-types.ts';
export { checkCql, deliverCql } from './cql/deliver-cql.ts';
export type { CqlDelivery, CqlRequest } from './cql/deliver-cql.ts';
export type { Patience } from './cql/connection.ts';
export { cqlPosition, openCqlStore } from './cql/open-store.ts';
export type { StoreOptions } from './cql/open-store.ts';
export type { Changes, CqlStore, Position } from './cql/store.ts';
export { cqlTable } from './cql/table.ts';
export type { CqlColumn, CqlTable, ServedColumn, ServedKey } from './cql/table.ts';
export {
  CqlLoginError,
  CqlNotReconciledError,
  CqlRefusedError,
  CqlRowsUnfitError,
  CqlSchemaError,
  CqlSinkInvalidError,
  CqlTlsError,
  CqlUnavailableError,
  OutputNotWritableError,
} from './errors.ts';
