import { quoteTable } from '@sluice/engine';
import { type Contract, columnTypeIn, cqlKey } from '@sluice/quality';
import type { CqlRequest } from '@sluice/sinks';
import type { RunContext } from '../context.ts';
import type { Layout } from '../lake/layout.ts';

/** A published table, bound on the session under its name, as a CQL store is to hold it. */
export function cqlRequest(
  context: Pick<RunContext, 'clock' | 'cql' | 'signal'>,
  { pipeline, layout }: { readonly pipeline: string; readonly layout: Layout },
  { name, contract }: { readonly name: string; readonly contract: Contract },
): Omit<CqlRequest, 'version' | 'changesSince' | 'fullRefresh'> {
  return {
    relation: quoteTable(name),
    columns: contract.columns.map((column) => ({ ...column, cqlType: columnTypeIn('cql', column.type) })),
    key: cqlKey(contract),
    source: `${pipeline}/${name}`,
    clock: context.clock,
    stateDir: layout.serving,
    settings: context.cql,
    signal: context.signal,
  };
}
