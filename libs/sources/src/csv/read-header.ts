import { isUtf8 } from 'node:buffer';
import { FileWindow } from '../file-window.ts';
import { type CsvShape, parsePiece } from './piece.ts';

/** Of a record that has too many cells already, so that it ends with the first line end of any kind. */
const ANY_LINE_END: CsvShape = { cells: 0, lineEnd: 'LF' };

/** The header of a damaged file. */
export interface FoundHeader {
  /** Its cells as they stand in the file, without byte order mark and line end. */
  readonly bytes: Buffer;
  /** Offset of the first byte after its line end. */
  readonly end: number;
  readonly shape: CsvShape;
}

/** Reads the header, which decides what the records should be like; undefined where it is damaged itself. */
export async function readCsvHeader(file: string): Promise<FoundHeader | undefined> {
  const window = await FileWindow.open(file);
  try {
    while (!window.isFinal) {
      await window.more(0);
      const found = headerIn(window);
      if (found !== undefined) return found;
    }
    return undefined;
  } finally {
    await window.close();
  }
}

function headerIn({ bytes, isFinal }: FileWindow): FoundHeader | undefined {
  const start = bytes.subarray(0, 3).toString('latin1') === '\u{ef}\u{bb}\u{bf}' ? 3 : 0;
  const piece = parsePiece(bytes, start, ANY_LINE_END, isFinal);
  if (piece === undefined || piece.quotes.length > 0 || piece.end === piece.start) return undefined;
  const header = Buffer.from(bytes.subarray(piece.start, piece.end));
  if (!isUtf8(header) || header.includes(0)) return undefined;
  return {
    bytes: header,
    end: piece.next,
    shape: { cells: piece.cells, lineEnd: piece.foreignLineEnd ?? ANY_LINE_END.lineEnd },
  };
}
