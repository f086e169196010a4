import type { PeerName } from '../src/peers.ts';
import type { Scene } from './scene.ts';

/** A table that another engine makes. */
export interface ForeignTable {
  readonly name: string;
  /** @param table  the folder to make it in; @param beside  one that is there, for whatever else is needed */
  make(scene: Scene, table: string, beside: string): Promise<void>;
  /** Who can read it: all unless told. */
  readonly readers?: readonly PeerName[];
  /** Past versions to read too. */
  readonly versions?: readonly number[];
  /** What the table asks of its writers that we do not do: we read it and refuse to write. */
  readonly unwritable?: string;
}
