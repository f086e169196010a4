import { describe, expect, it } from 'vitest';
import { EXIT, formatLocation, InterruptedError, SettingsInvalidError, SluiceError } from '../src/index.ts';

describe(SluiceError, () => {
  it('is named after its code, and keeps its cause and place', () => {
    class Broken extends SluiceError {
      readonly code = 'BROKEN';
      readonly exitCode = EXIT.engine;
    }
    const cause = new Error('why');
    const error = new Broken('It broke.', { cause, location: { file: 'a.sql', line: 2 } });
    expect(String(error)).toBe('BROKEN: It broke.');
    expect(error).toMatchObject({ cause, location: { file: 'a.sql', line: 2 }, exitCode: 3 });
    expect(new Broken('It broke.')).not.toHaveProperty('cause');
  });

  it.each([
    [new InterruptedError(), 'INTERRUPTED', 130],
    [new SettingsInvalidError([{ name: '--threads', value: 'x', expected: 'a number' }]), 'SETTINGS_INVALID', 2],
  ])('%s ends a command with its own exit code', (error, code, exitCode) => {
    expect(error).toBeInstanceOf(SluiceError);
    expect(error).toMatchObject({ code, exitCode });
  });
});

describe(formatLocation, () => {
  it.each([
    [{ file: 'a.sql' }, 'a.sql'],
    [{ file: 'a.sql', line: 3 }, 'a.sql:3'],
    [{ file: 'a.sql', line: 3, column: 7 }, 'a.sql:3:7'],
    [{ file: 'a.sql', column: 7 }, 'a.sql'],
  ])('%j is %s', (location, text) => {
    expect(formatLocation(location)).toBe(text);
  });
});
