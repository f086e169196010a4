import { deltaPrimitive } from './duckdb-type.ts';
import type { DeltaType, StructField } from './types.ts';

/**
 * Reads a type as DuckDB's DESCRIBE prints it, such as `STRUCT("a b" DECIMAL(12,2)[], m MAP(VARCHAR, DATE))`. Whatever
 * it is made of may be null.
 * @returns undefined for what Delta tables cannot hold.
 */
export function deltaType(name: string): DeltaType | undefined {
  const reader = new Reader(name);
  const type = reader.type();
  return reader.done() ? type : undefined;
}

const TOKEN = /\s*("(?:[^"]|"")*"|[^\s"(),[\]]+|[(),[\]])/y;

class Reader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  done(): boolean {
    return this.#next === this.#tokens.length;
  }

  type(): DeltaType | undefined {
    let type = this.#plain();
    while (type !== undefined && this.#take('[')) {
      // A list of fixed length becomes a list: Parquet has no other.
      if (/^\d+$/.test(this.#peek())) this.#next += 1;
      type = this.#take(']') ? { type: 'array', elementType: type, containsNull: true } : undefined;
    }
    return type;
  }

  #plain(): DeltaType | undefined {
    if (this.#peek(1) === '(') {
      if (this.#take('STRUCT')) return this.#struct();
      if (this.#take('MAP')) return this.#map();
    }
    return this.#primitive();
  }

  #struct(): DeltaType | undefined {
    const fields: StructField[] = [];
    this.#take('(');
    do {
      const name = unquoted(this.#word());
      const type = this.type();
      if (type === undefined) return undefined;
      fields.push({ name, type, nullable: true, metadata: {} });
    } while (this.#take(','));
    return this.#take(')') ? { type: 'struct', fields } : undefined;
  }

  #map(): DeltaType | undefined {
    this.#take('(');
    const keyType = this.type();
    if (keyType === undefined || !this.#take(',')) return undefined;
    const valueType = this.type();
    if (valueType === undefined || !this.#take(')')) return undefined;
    return { type: 'map', keyType, valueType, valueContainsNull: true };
  }

  /** Of several words, as `TIMESTAMP WITH TIME ZONE`, or with arguments, as `DECIMAL(12,2)`. */
  #primitive(): string | undefined {
    const words: string[] = [];
    while (/^\w+$/.test(this.#peek())) words.push(this.#word());
    if (!this.#take('(')) return deltaPrimitive(words.join(' '));
    const from = this.#next;
    while (this.#peek() !== ')' && !this.done()) this.#next += 1;
    const inside = this.#tokens.slice(from, this.#next).join('');
    return this.#take(')') ? deltaPrimitive(`${words.join(' ')}(${inside})`) : undefined;
  }

  #peek(ahead = 0): string {
    return this.#tokens[this.#next + ahead] ?? '';
  }

  #word(): string {
    const word = this.#peek();
    this.#next += 1;
    return word;
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#next += 1;
    return true;
  }
}

/** Ends with an empty token where the text goes on with something else. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    tokens.push(match[1] ?? '');
    end = TOKEN.lastIndex;
  }
  return text.slice(end).trim() === '' ? tokens : [...tokens, ''];
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;
}
