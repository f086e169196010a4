import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { settingsTable } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { flags } from '../src/flags.ts';
import { referencePage } from '../src/reference.ts';
import { specs } from '../src/specs.ts';

const page = fileURLToPath(new URL('../../../docs/cli.md', import.meta.url));

describe('docs/cli.md', () => {
  it('is what the commands say of themselves (npx vitest run --project cli -u writes it)', async () => {
    const text = await format(referencePage(), { ...(await resolveConfig(page)), parser: 'markdown' });
    await expect(text).toMatchFileSnapshot(page);
  });

  it('names every command, every flag and every variable', () => {
    const text = referencePage();
    const commands = readdirSync(new URL('../src/commands', import.meta.url)).map((file) => file.replace('.ts', ''));
    expect(specs.map(({ name }) => name).sort()).toEqual(commands.sort());
    for (const { name } of specs) expect(text).toContain(`### sluice ${name}\n`);
    for (const { flags: form } of Object.values(flags)) expect(text).toContain(`\`${form.split(' ')[0] ?? ''}`);
    for (const { variable } of settingsTable) expect(text).toContain(`\`${variable}\``);
  });
});
