import { mkdirSync } from 'node:fs';
import { installed, jars } from '../tools.mjs';
import { Peer } from './peer.ts';

export type PeerName = 'spark' | 'deltaRs' | 'duckDb';

/** The other engines that read and write Delta tables. */
export interface Peers extends Readonly<Record<PeerName, Peer>> {
  close(): Promise<void>;
}

/**
 * Starts them; the first answer of Spark takes some ten seconds.
 * @param folder  what they print and spill; it outlives them
 * @throws {Error} where they are not installed
 */
export function openPeers(folder: string): Peers {
  if (!installed()) throw new Error('The other engines are not installed: run node tools/interop/install.mjs.');
  mkdirSync(folder, { recursive: true });
  const spark = new Peer('Spark', 'spark_peer', [jars, folder], folder);
  const deltaRs = new Peer('delta-rs', 'delta_rs_peer', [], folder);
  const duckDb = new Peer('DuckDB', 'duckdb_peer', [], folder);
  return {
    spark,
    deltaRs,
    duckDb,
    close: async () => {
      await Promise.all([spark, deltaRs, duckDb].map((peer) => peer.close()));
    },
  };
}
