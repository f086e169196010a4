/** Where rows come from: folders of CSV, NDJSON, JSON and Parquet files, read by contract. */
export {
  InputAmbiguousError,
  InputBrokenError,
  InputChangedError,
  InputColumnsMissingError,
  InputEmptyError,
  InputEncodingError,
  InputFolderMissingError,
  InputScratchError,
  InputTableMissingError,
  InputTypesError,
  InputUnreadableError,
} from './errors.ts';
export { findInputs, formatOfFile } from './find-inputs.ts';
export { hashInput } from './hash-input.ts';
export { inputFormats } from './input.ts';
export type {
  InputColumn,
  InputFault,
  InputFaults,
  InputFile,
  InputFormat,
  InputRelation,
  LocatedRow,
  Place,
  RejectedRecords,
  SetAsideOptions,
  SiftedInput,
} from './input.ts';
export { openInput } from './open-input.ts';
export { openUntyped } from './open-untyped.ts';
export type { Reason, ReasonCode } from './set-aside/reason.ts';
