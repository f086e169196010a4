/** A table as one CSV file under the output folder. */
export interface CsvSink {
  readonly kind: 'csv';
  /** Name under the output folder, such as `late_payment.csv`; it may have folders of its own. */
  readonly file: string;
}

/**
 * Hands a table on as a CSV file: header, RFC 4180 quoting, LF, UTF-8, dates and times in ISO 8601, decimals plain.
 * Null is an empty cell, the empty text a quoted one.
 * @throws {RangeError} for a file name that leads out of the output folder.
 */
export function csv({ file }: { readonly file: string }): CsvSink {
  if (file === '' || file.startsWith('/') || file.split(/[/\\]/u).includes('..') || file.includes('\0')) {
    throw new RangeError(`A CSV sink takes a file name under the output folder, got ${JSON.stringify(file)}`);
  }
  return { kind: 'csv', file };
}
