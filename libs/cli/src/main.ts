export interface Launch { readonly workspace: string; readonly pipelines: Readonly<Record<string, () => Promise<unknown>>> }
export async function main(argv: readonly string[], launch: Launch): Promise<void> {
  const { Command } = await import('commander');
  const { createHash } = await import('node:crypto');
  console.log(argv, launch, typeof Command, typeof createHash, import.meta.url);
  if (argv[0] === 'boom') throw new Error('x');
}
