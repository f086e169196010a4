/** The sluice command: one set of verbs for every pipeline. */
export type { Launch } from './launch.ts';
export { main } from './main.ts';
