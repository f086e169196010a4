/** What DuckDB says of an error under `SET errors_as_json = true`. */
export interface Reported {
  readonly type: string;
  readonly message: string;
  readonly position: number | undefined;
  readonly errno: number | undefined;
}

/** Reads DuckDB's JSON error, which its parser prefixes with `Parser Error: `. Other text is taken as the message. */
export function readReported(error: unknown): Reported {
  const text = error instanceof Error ? error.message : String(error);
  const start = text.indexOf('{');
  const fields = start < 0 ? undefined : parseObject(text.slice(start));
  if (fields === undefined) {
    const [, type = '', message = text] = /^([A-Za-z ]+) Error: ([\s\S]*)$/.exec(text) ?? [];
    return { type, message, position: undefined, errno: undefined };
  }
  return {
    type: string(fields['exception_type']) ?? '',
    message: string(fields['exception_message']) ?? text,
    position: number(fields['position']),
    errno: number(fields['errno']),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : undefined;
  return parsed !== undefined && Number.isSafeInteger(parsed) ? parsed : undefined;
}
