import { describe, expect, it } from 'vitest';
import { resolveSettings, SettingsInvalidError, settingsTable, type SettingFlags } from '../src/index.ts';

const resolve = (env: Record<string, string> = {}, flags: SettingFlags = {}) =>
  resolveSettings({ env, flags, workspace: '/srv/space', cwd: '/srv/space/apps/x' });

function problems(env: Record<string, string>, flags: SettingFlags = {}): SettingsInvalidError {
  try {
    resolve(env, flags);
  } catch (error) {
    if (error instanceof SettingsInvalidError) return error;
    throw error;
  }
  throw new Error('It should have been refused.');
}

describe(resolveSettings, () => {
  it('needs nothing to be set', () => {
    expect(resolve()).toEqual({ dataDir: '/srv/space/data/lake', logLevel: 'info', color: true, warnings: [] });
  });

  it('reads every variable', () => {
    const env = {
      SLUICE_DATA_DIR: '/lake',
      SLUICE_INPUT_DIR: 'in',
      SLUICE_OUTPUT_DIR: '../out',
      SLUICE_MEMORY_LIMIT: '4GB',
      SLUICE_THREADS: '2',
      SLUICE_SPILL_LIMIT: '10 GiB',
      SLUICE_DISK_BUDGET: '50GB',
      SLUICE_LOG_LEVEL: 'DEBUG',
      SLUICE_CQL_CONTACT_POINTS: 'db',
      SLUICE_CQL_DATACENTER: 'dc1',
      SLUICE_CQL_USERNAME: 'loader',
      SLUICE_CQL_PASSWORD: 'secret',
      SLUICE_CQL_TLS_CA: import.meta.filename,
      SLUICE_CQL_REPLICATION: '3',
      NO_COLOR: '1',
    };
    expect(resolve(env)).toEqual({
      dataDir: '/lake',
      inputDir: '/srv/space/apps/x/in',
      outputDir: '/srv/space/apps/out',
      memoryLimit: 4e9,
      threads: 2,
      spillBytes: 10 * 2 ** 30,
      diskBudget: 50e9,
      logLevel: 'debug',
      cql: {
        contactPoints: ['db:9042'],
        datacenter: 'dc1',
        login: { username: 'loader', password: 'secret' },
        tlsCa: import.meta.filename,
        replication: { dc1: 3 },
      },
      color: false,
      warnings: [],
    });
    expect(Object.keys(env)).toEqual(settingsTable.map(({ variable }) => variable));
  });

  it('prefers flags to variables, and takes an empty variable for none', () => {
    const env = { SLUICE_THREADS: 'many', SLUICE_DATA_DIR: '', NO_COLOR: '' };
    expect(resolve(env, { threads: 3, 'log-level': 'warn' })).toMatchObject({
      threads: 3,
      logLevel: 'warn',
      dataDir: '/srv/space/data/lake',
      color: true,
    });
    expect(resolve({}, { 'no-color': true })).toMatchObject({ color: false });
    expect(resolve({ NO_COLOR: '1' }, { 'no-color': false })).toMatchObject({ color: false });
  });

  it('names every problem at once, as the operator wrote it', () => {
    const error = problems(
      { SLUICE_MEMORY_LIMIT: '4 apples', SLUICE_LOG_LEVEL: 'loud' },
      { threads: '0', 'data-dir': ' ' },
    );
    expect(error).toMatchObject({ code: 'SETTINGS_INVALID', exitCode: 2 });
    expect(error.message).toBe(
      [
        '4 settings cannot be used:',
        '  --data-dir must be a folder, got " "',
        '  SLUICE_MEMORY_LIMIT must be a size such as 4GB or 512MiB, got "4 apples"',
        '  --threads must be a whole number from 1 to 1024, got "0"',
        '  SLUICE_LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, got "loud"',
      ].join('\n'),
    );
  });

  it.each(['0', '-1', '1.5', '1025', '2 3', 'two', '1e2', 'true'])('refuses %s threads', (threads) => {
    expect(problems({ SLUICE_THREADS: threads }).problems).toHaveLength(1);
  });

  it('warns of variables that nothing reads, and tells which was meant', () => {
    expect(resolve({ SLUICE_THREAD: '2', SLUICE_WHATEVER: 'x', PATH: '/bin' }).warnings).toEqual([
      'SLUICE_THREAD is not a setting of Sluice and is not read; did you mean SLUICE_THREADS?',
      'SLUICE_WHATEVER is not a setting of Sluice and is not read',
    ]);
  });
});
