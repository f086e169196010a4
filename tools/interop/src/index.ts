/** The proof that our tables are everyone's: Spark, delta-rs and DuckDB beside us on the same folders. */
export { installed } from '../tools.mjs';
export { Peer } from './peer.ts';
export type { Described } from './peer.ts';
