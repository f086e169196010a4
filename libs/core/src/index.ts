/** What every other lib stands on: error classes with codes, configuration, logging, run identifiers and the clock. */
export { EXIT, InterruptedError, SettingsInvalidError, SluiceError, formatLocation } from './errors.ts';
export type { ExitCode, Location, SettingProblem } from './errors.ts';
export { formatBytes, parseBytes } from './bytes.ts';
export type { CqlSettings } from './cql-settings.ts';
export { fixedClock, systemClock } from './clock.ts';
export type { Clock } from './clock.ts';
export { isMissingFile, sha256OfFile, syncToDisk } from './files.ts';
export { createLogger } from './logger.ts';
export type { Logger, LoggerOptions } from './logger.ts';
export { nearest } from './nearest.ts';
export { newRunId } from './run-id.ts';
export { compileSchema, validator } from './schema.ts';
export type { Checked, JsonSchema, Problem, Schema } from './schema.ts';
export { resolveSettings } from './settings.ts';
export type { LogLevel, Settings, SettingFlags, SettingSources } from './settings.ts';
export { settingsTable } from './settings-table.ts';
export type { SettingDescription, SettingFlag } from './settings-table.ts';
