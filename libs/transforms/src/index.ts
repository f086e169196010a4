/** The SQL functions that models share, each named, typed and tested. */
export { macroStatements, transforms, transformsUsed } from './catalogue.ts';
export type { Transform, TransformParameter } from './transform.ts';
