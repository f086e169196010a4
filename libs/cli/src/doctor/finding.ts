/** One thing that was looked at. A `problem` is something for which a run would fail; a `warning` it would survive. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly message: string;
}

export function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message };
}

export function warning(name: string, message: string): Finding {
  return { name, status: 'warning', message };
}

export function problem(name: string, message: string): Finding {
  return { name, status: 'problem', message };
}

/** What an error says, with its code where it has one. */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' && !error.message.includes(error.code)
    ? `${error.code} ${error.message}`
    : error.message;
}
