import type { Value } from '@sluice/engine';

/** Draws a value that is likely to keep the tests; the caller looks whether it does. */
export type Draw = () => Value;
