import { join, resolve } from 'node:path';
import { parseBytes } from './bytes.ts';
import { type CqlSettings, readCqlSettings } from './cql-settings.ts';
import { SettingsInvalidError, type SettingProblem } from './errors.ts';
import { nearest } from './nearest.ts';
import { LOG_LEVELS, settingsTable, type SettingFlag } from './settings-table.ts';

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Absolute paths, whole bytes; what is absent was set nowhere and has its default where it is used. */
export interface Settings {
  readonly dataDir: string;
  readonly inputDir?: string;
  readonly outputDir?: string;
  readonly memoryLimit?: number;
  readonly threads?: number;
  readonly spillBytes?: number;
  /** Free space that the volume of the data folder must have. */
  readonly diskBudget?: number;
  readonly logLevel: LogLevel;
  /** The server that CQL sinks load, where one is named. */
  readonly cql?: CqlSettings;
  /** False where the operator asked for none; whether there is a terminal is for the printer to know. */
  readonly color: boolean;
  /** What is odd but usable, ready to be logged: variables that nothing reads. */
  readonly warnings: readonly string[];
}

/** Flags by their kebab-case names, as a parser of arguments hands them over. */
export type SettingFlags = Readonly<Partial<Record<SettingFlag, string | number | boolean | undefined>>>;

export interface SettingSources {
  readonly flags: SettingFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Root of the workspace: the default data folder lies in it. */
  readonly workspace: string;
  /** What relative folders start from; the working directory unless told. */
  readonly cwd?: string;
}

/**
 * Flags over environment over defaults, all checked. An empty variable counts as not set.
 * @throws {SettingsInvalidError} naming every flag and variable that cannot be used.
 */
export function resolveSettings({ flags, env, workspace, cwd = process.cwd() }: SettingSources): Settings {
  const problems: SettingProblem[] = [];

  function pick<T>(flag: SettingFlag, read: (text: string) => T | undefined): T | undefined {
    const entry = settingsTable.find((candidate) => candidate.flag === flag);
    if (entry === undefined) return undefined;
    const fromFlag = flags[flag];
    const text = fromFlag === undefined ? env[entry.variable] : String(fromFlag);
    if (text === undefined || (fromFlag === undefined && text === '')) return undefined;
    const value = read(text);
    if (value === undefined) {
      problems.push({
        name: fromFlag === undefined ? entry.variable : `--${flag}`,
        value: text,
        expected: entry.expected,
      });
    }
    return value;
  }
  const folder = (text: string): string | undefined =>
    text.trim() === '' || text.includes('\0') ? undefined : resolve(cwd, text);

  const found = {
    dataDir: pick('data-dir', folder),
    inputDir: pick('input-dir', folder),
    outputDir: pick('output-dir', folder),
    memoryLimit: pick('memory-limit', parseBytes),
    threads: pick('threads', parseThreads),
    spillBytes: pick('spill-limit', parseBytes),
    diskBudget: pick('disk-budget', parseBytes),
    logLevel: pick('log-level', (text) => LOG_LEVELS.find((level) => level === text.toLowerCase())),
  };
  const cql = readCqlSettings(env, cwd);
  problems.push(...cql.problems);
  if (problems.length > 0) throw new SettingsInvalidError(problems);

  const noColor = flags['no-color'];
  return {
    dataDir: found.dataDir ?? join(resolve(cwd, workspace), 'data', 'lake'),
    ...(found.inputDir === undefined ? {} : { inputDir: found.inputDir }),
    ...(found.outputDir === undefined ? {} : { outputDir: found.outputDir }),
    ...(found.memoryLimit === undefined ? {} : { memoryLimit: found.memoryLimit }),
    ...(found.threads === undefined ? {} : { threads: found.threads }),
    ...(found.spillBytes === undefined ? {} : { spillBytes: found.spillBytes }),
    ...(found.diskBudget === undefined ? {} : { diskBudget: found.diskBudget }),
    logLevel: found.logLevel ?? 'info',
    ...(cql.settings && { cql: cql.settings }),
    color: noColor === undefined || noColor === false ? (env['NO_COLOR'] ?? '') === '' : false,
    warnings: [...unknownVariables(env), ...cql.warnings],
  };
}

function parseThreads(text: string): number | undefined {
  const threads = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return threads >= 1 && threads <= 1024 ? threads : undefined;
}

function unknownVariables(env: SettingSources['env']): string[] {
  const known = settingsTable.map(({ variable }) => variable).filter((variable) => variable.startsWith('SLUICE_'));
  return Object.keys(env)
    .filter((variable) => variable.startsWith('SLUICE_') && !known.some((name) => name === variable))
    .sort()
    .map((variable) => {
      const meant = nearest(variable, known);
      return `${variable} is not a setting of Sluice and is not read${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
}
