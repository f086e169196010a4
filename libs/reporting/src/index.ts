/** What a run tells: its record, and from records alone the HTML site, the job summary, annotations and JUnit. */
export { annotations } from './annotations.ts';
export { readCharts, type ReadCharts } from './chart.ts';
export { ReportNotWritableError, RunRecordInvalidError } from './errors.ts';
export { readHistories } from './history.ts';
export type { History } from './history.ts';
export { junit } from './junit.ts';
export { readRunRecord } from './read-record.ts';
export type {
  ChartDeclaration,
  ChartRecord,
  CheckRecord,
  ColumnRecord,
  ErrorRecord,
  PreviewRecord,
  QuarantineRecord,
  RunRecord,
  RunStatus,
  SinkRecord,
  TableRecord,
  TableState,
} from './record.ts';
export { writeSite } from './site.ts';
export { summary } from './summary.ts';
export { troublesOf } from './troubles.ts';
export type { Trouble } from './troubles.ts';
export { weightOf } from './weight.ts';
