/** The sluice command: one set of verbs for every pipeline. */
export { main, type Launch } from './main.ts';
