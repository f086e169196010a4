import { chunksOf } from '../byte-lines.ts';
import { InputBrokenError } from '../errors.ts';
import { FileWindow } from '../file-window.ts';
import { ArraySteps, skipBlanks } from './array-steps.ts';

const OPEN_LIST = 0x5b;

/** Whether the first byte of a file that is not blank opens a list. */
export async function isJsonArray(file: string): Promise<boolean> {
  for await (const chunk of chunksOf(file)) {
    const at = skipBlanks(chunk, 0);
    if (at < chunk.length) return chunk[at] === OPEN_LIST;
  }
  return false;
}

/** A list of records, about to be stepped over. */
export interface OpenArray {
  readonly window: FileWindow;
  readonly steps: ArraySteps;
}

/** Opens a file that holds one list, hands it to `work` before the first record, and closes it. */
export async function withArray<T>(file: string, work: (array: OpenArray) => Promise<T>): Promise<T> {
  const window = await FileWindow.open(file);
  try {
    let open = 0;
    while ((open = skipBlanks(window.bytes, open)) >= window.bytes.length && !window.isFinal) await window.more(0);
    if (window.bytes[open] !== OPEN_LIST) throw new InputBrokenError({ file, line: 1 }, 'expected a JSON array');
    let first = skipBlanks(window.bytes, open + 1);
    while (first >= window.bytes.length && !window.isFinal) {
      await window.more(0);
      first = skipBlanks(window.bytes, first);
    }
    return await work({ window, steps: new ArraySteps(window, first) });
  } finally {
    await window.close();
  }
}
