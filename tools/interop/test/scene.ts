import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, quoteLiteral, type Session } from '@sluice/engine';
import { type At, localStorage, readSnapshot, snapshotRelation } from '@sluice/tables';
import { type Reading, differences } from '../src/compare.ts';
import type { Peer } from '../src/peer.ts';
import { openPeers, type PeerName, type Peers } from '../src/peers.ts';

/** Ours and the other engines, and a folder for their tables. */
export interface Scene {
  readonly session: Session;
  readonly peers: Peers;
  /** A folder that is not there yet. */
  newFolder(): string;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-interop-'));
  const engine = await openDuckDb({ spillDirectory: join(folder, 'spill') });
  const peers = openPeers(join(folder, 'peers'));
  let folders = 0;
  return {
    session: await engine.connect(),
    peers,
    newFolder: () => join(folder, String(++folders)),
    close: async () => {
      await peers.close();
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What we read of a table. */
async function ourReading({ session }: Scene, table: string, at?: At): Promise<Reading> {
  const storage = localStorage(table);
  const snapshot = await readSnapshot(session, storage, at);
  const { version, partitionedBy, metadata } = snapshot;
  return {
    described: { version, partitionedBy, schema: metadata.schemaString },
    rows: snapshotRelation(storage, snapshot),
  };
}

export interface ReadOptions {
  readonly version?: number;
  /** Who is asked: all unless told. */
  readonly readers?: readonly PeerName[];
}

/** What others read of a table that we read otherwise, or do not read; nothing where all agree. */
export async function disagreements(
  scene: Scene,
  table: string,
  options: ReadOptions = {},
): Promise<readonly string[]> {
  const { version, readers = ['spark', 'deltaRs', 'duckDb'] } = options;
  const ours = await ourReading(scene, table, version === undefined ? undefined : { version });
  const all: string[] = [];
  for (const name of readers) {
    const found = await theirDifferences(scene, scene.peers[name], ours, table, version).catch(messageOf);
    all.push(...found.map((sentence) => `${name}: ${sentence}`));
  }
  return all;
}

function messageOf(error: unknown): readonly string[] {
  return [error instanceof Error ? error.message : String(error)];
}

async function theirDifferences(
  scene: Scene,
  peer: Peer,
  ours: Reading,
  table: string,
  version: number | undefined,
): Promise<readonly string[]> {
  return differences(scene.session, ours, await peerReading(scene, peer, table, version));
}

async function peerReading(scene: Scene, peer: Peer, table: string, version?: number): Promise<Reading> {
  const folder = scene.newFolder();
  mkdirSync(folder);
  const target = join(folder, 'rows.parquet');
  const described = await peer.read(table, target, version);
  const files = quoteLiteral(peer === scene.peers.spark ? join(target, '*.parquet') : target);
  return { described, rows: `FROM read_parquet(${files}, hive_partitioning = false)` };
}
