import type { CqlSink } from './cql/cql.ts';
import type { CsvSink } from './csv.ts';

/** Every kind of sink; `kind` tells them apart. */
export type Sink = CsvSink | CqlSink;

/** What a sink is, in a few words: `csv late_payment.csv`, `cql analytics.daily`. */
export function sinkName(sink: Sink): string {
  return sink.kind === 'csv' ? `csv ${sink.file}` : `cql ${sink.keyspace}.${sink.table}`;
}
