import type { Location } from '@sluice/core';
import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';

/** Where a value stands within a document: `['schema', 0, 'name']`. */
export type Path = readonly (string | number)[];

/** A YAML or JSON text that keeps the position of every value. */
export interface SourceDocument {
  /** The document as plain JSON; undefined where the text cannot be parsed. */
  readonly value: unknown;
  /** What the YAML parser refuses: syntax, duplicate keys, several documents. */
  readonly faults: readonly { readonly location: Location; readonly message: string }[];
  /** Of the value at `path`, or of the nearest parent that exists. */
  locate(path: Path): Location;
  /** Of the key of the pair at `path`: where a surplus property is written. */
  locateKey(path: Path): Location;
}

/** Parses YAML 1.2 (of which JSON is a part) without losing where things stand. */
export function readSource(text: string, file: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return line === 0 ? { file } : { file, line, column: col };
  };
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    location: at(fault.pos[0]),
    message: fault.message,
  }));
  const value = faults.length > 0 ? undefined : plain(document, (message) => faults.push({ location: at(0), message }));
  const locate = (path: Path): Location => at(offsetOf(document, path));
  return {
    value,
    faults,
    locate,
    locateKey: (path) => at(keyOffsetOf(document, path) ?? offsetOf(document, path)),
  };
}

/** `schema[0].properties[2].name`, as people write it. */
export function formatPath(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`)).join('');
  return text === '' ? 'document' : text.replace(/^\./, '');
}

/** Aliases are followed here: one without its anchor, or a flood of them, is found only now. */
function plain(document: Document, report: (message: string) => void): unknown {
  try {
    const value: unknown = document.toJS();
    return value;
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(document.contents, path.slice(0, length));
    const start = node?.range?.[0];
    if (start !== undefined) return start;
  }
  return 0;
}

function keyOffsetOf(document: Document, path: Path): number | undefined {
  const parent = nodeAt(document.contents, path.slice(0, -1));
  const name = path.at(-1);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === name);
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

function nodeAt(root: unknown, path: Path): Node | undefined {
  let node = root;
  for (const step of path) node = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
}
