const SECRET_NAME = /passw(?:or)?d|passphrase|secret|token|api[-_]?key|authorization|cookie|credential/i;
const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi;
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g;
export const CENSORED = '•••';

/** Both return copies; errors come back as plain objects with type, message and stack. */
export interface Redactor {
  readonly value: (value: unknown) => unknown;
  readonly entry: (entry: object) => Record<string, unknown>;
}

/** Blanks what stands under secret names, credentials in URLs, and the given texts wherever they occur. */
export function redactor(secrets: readonly string[]): Redactor {
  const literal = secrets.filter((secret) => secret.length > 0);

  function text(value: string): string {
    let clean = value.replace(URL_CREDENTIALS, `$1${CENSORED}@`).replace(AUTHORIZATION, `$1 ${CENSORED}`);
    for (const secret of literal) clean = clean.replaceAll(secret, CENSORED);
    return clean;
  }

  function walk(value: unknown, above: ReadonlySet<unknown>): unknown {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (above.has(value)) return '[circular]';
    const path = new Set(above).add(value);
    if (Array.isArray(value)) return value.map((item: unknown) => walk(item, path));
    if (value instanceof Map) return walk(Object.fromEntries(value), above);
    if (value instanceof Set) return walk([...value], above);
    return walkEntries(value instanceof Error ? errorEntries(value) : Object.entries(value), path);
  }

  function walkEntries(
    entries: readonly (readonly [string, unknown])[],
    path: ReadonlySet<unknown>,
  ): Record<string, unknown> {
    return Object.fromEntries(
      entries.map(([key, item]) => [key, SECRET_NAME.test(key) && hasContent(item) ? CENSORED : walk(item, path)]),
    );
  }

  return {
    value: (value) => walk(value, new Set()),
    entry: (entry) => walkEntries(Object.entries(entry), new Set([entry])),
  };
}

function errorEntries(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error;
  const own = Object.entries(error);
  return [
    ['type', name],
    ['message', message],
    ['stack', stack],
    ...own,
    ...(cause === undefined ? [] : [['cause', cause] satisfies [string, unknown]]),
  ];
}

function hasContent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && typeof value !== 'boolean';
}
