import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { SettingProblem } from './errors.ts';
import { settingsTable, type SettingVariable } from './settings-table.ts';

/** How a server that speaks CQL is reached. */
export interface CqlSettings {
  /** `host:port`, at least one. */
  readonly contactPoints: readonly string[];
  readonly datacenter: string;
  readonly login?: { readonly username: string; readonly password: string };
  /** A file of PEM certificates; the connection is encrypted where there is one. */
  readonly tlsCa?: string;
  /** Copies of each row by datacenter, for a new keyspace. */
  readonly replication: Readonly<Record<string, number>>;
}

interface Read {
  readonly settings?: CqlSettings;
  readonly problems: readonly SettingProblem[];
  readonly warnings: readonly string[];
}

const PORT = 9042;

/** The variables `SLUICE_CQL_…`, all checked; no settings where no server is named. */
export function readCqlSettings(env: Readonly<Record<string, string | undefined>>, cwd: string): Read {
  const problems: SettingProblem[] = [];
  const text = (variable: SettingVariable): string | undefined => (env[variable] === '' ? undefined : env[variable]);
  const refuse = (name: SettingVariable): void => {
    const { expected, ...entry } = settingsTable.find(({ variable }) => variable === name) ?? { expected: 'a setting' };
    problems.push({ name, value: 'secret' in entry ? '•••' : (text(name) ?? ''), expected });
  };
  function read<T>(variable: SettingVariable, parse: (value: string) => T | undefined): T | undefined {
    const value = text(variable);
    const parsed = value === undefined ? undefined : parse(value);
    if (value !== undefined && parsed === undefined) refuse(variable);
    return parsed;
  }
  const contactPoints = read('SLUICE_CQL_CONTACT_POINTS', parseContactPoints);
  const datacenter = read('SLUICE_CQL_DATACENTER', (value) => (isName(value) ? value : undefined)) ?? 'datacenter1';
  const tlsCa = read('SLUICE_CQL_TLS_CA', (value) => readableFile(resolve(cwd, value)));
  const replication = read('SLUICE_CQL_REPLICATION', (value) => parseReplication(value, datacenter));
  const [username, password] = [text('SLUICE_CQL_USERNAME'), text('SLUICE_CQL_PASSWORD')];
  if (username === undefined && password !== undefined) refuse('SLUICE_CQL_USERNAME');
  if (username !== undefined && password === undefined) {
    problems.push({ name: 'SLUICE_CQL_PASSWORD', value: '', expected: 'set where SLUICE_CQL_USERNAME is' });
  }
  if (contactPoints === undefined) return { problems, warnings: withoutServer(env) };
  const settings = {
    contactPoints,
    datacenter,
    ...(username !== undefined && password !== undefined && { login: { username, password } }),
    ...(tlsCa !== undefined && { tlsCa }),
    replication: replication ?? { [datacenter]: 1 },
  };
  return { settings, problems, warnings: [] };
}

function withoutServer(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const others = settingsTable
    .map(({ variable }) => variable)
    .filter((variable) => variable.startsWith('SLUICE_CQL_') && variable !== 'SLUICE_CQL_CONTACT_POINTS');
  const set = others.filter((variable) => (env[variable] ?? '') !== '');
  if (set.length === 0 || (env['SLUICE_CQL_CONTACT_POINTS'] ?? '') !== '') return [];
  return [`${set.join(', ')} without SLUICE_CQL_CONTACT_POINTS: no server is named, so CQL sinks write a DuckDB file`];
}

/** `scylla-1, 10.0.0.2:9043, [::1]:9042`. */
function parseContactPoints(value: string): readonly string[] | undefined {
  const points = value.split(',').map((item) => {
    const { host, port = String(PORT) } =
      /^(?<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?<port>\d{1,5}))?$/.exec(item.trim())?.groups ?? {};
    return host === undefined || Number(port) < 1 || Number(port) > 65_535 ? undefined : `${host}:${port}`;
  });
  return points.every((point) => point !== undefined) ? points : undefined;
}

/** `3` copies in the datacenter that is written to, or `dc1:3,dc2:2`. */
function parseReplication(value: string, datacenter: string): Readonly<Record<string, number>> | undefined {
  const pairs = value.split(',').map((item): [string, number] => {
    const [, name = datacenter, copies = ''] = /^(?:(.+):)?(\d{1,2})$/.exec(item.trim()) ?? [];
    return [name.trim(), Number(copies)];
  });
  const good = pairs.every(([name, copies]) => isName(name) && copies >= 1);
  const distinct = new Set(pairs.map(([name]) => name)).size === pairs.length;
  return good && distinct ? Object.fromEntries(pairs) : undefined;
}

function isName(value: string): boolean {
  return /^[\w.-]+$/.test(value);
}

function readableFile(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch {
    return undefined;
  }
}
