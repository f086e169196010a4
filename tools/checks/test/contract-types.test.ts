import { join } from 'node:path';
import { interfaceName, parseContract, typescriptOf } from '@sluice/quality';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { projects, readText, workspaceFiles, workspaceRoot } from '../src/workspace.ts';

const contracts = workspaceFiles().filter((file) => /^apps\/[^/]+\/models\/[^/]+\/[^/]+\.odcs\.yaml$/.test(file));

/** The types of a pipeline's tables, by layer and table; a name that two layers have is preceded by the layer. */
function typesOf(root: string): string {
  const own = contracts
    .filter((file) => file.startsWith(`${root}/`))
    .map((file) => ({ layer: file.split('/')[3] ?? '', contract: parseContract(readText(file), file) }));
  const interfaces = own.map(({ layer, contract }) => {
    const shared = own.filter((other) => other.contract.table === contract.table).length > 1;
    return typescriptOf(contract, interfaceName(shared ? `${layer}_${contract.table}` : contract.table));
  });
  return ['// Made from the contracts in models: npx vitest run --project checks -u', ...interfaces].join('\n\n');
}

describe.each(projects.filter(({ kind }) => kind === 'app'))('types.ts of $root', ({ root }) => {
  it('is what the contracts say (npx vitest run --project checks -u writes it)', async () => {
    const path = join(workspaceRoot, root, 'types.ts');
    const text = await format(typesOf(root), { ...(await resolveConfig(path)), parser: 'typescript' });
    await expect(text).toMatchFileSnapshot(path);
  });
});
