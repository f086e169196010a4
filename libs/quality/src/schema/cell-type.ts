/**
 * How the values of a column stand in a record that came from JSON, and how they compare: as the engine's rows have
 * them, so that what a query returns is a record too. Everything here gives the verdict that SQL gives.
 */
export interface CellType {
  /** True for a value, null excluded, that the column can hold without a loss. */
  accepts(value: unknown): boolean;
  /** The order of a value against one that the contract names, as `Array.sort` has it; undefined where either is not of the type. */
  against(operand: unknown): (value: unknown) => number | undefined;
  /** The order of two values; undefined where either is not of the type. */
  compare(a: unknown, b: unknown): number | undefined;
  /** The order of two values as a contract may write them; undefined where either is not of the type. */
  compareOperands(a: unknown, b: unknown): number | undefined;
}

/** A cell type from how values, and operands of the contract, are read, and how what was read compares. */
export function cellType<T>(
  read: (value: unknown) => T | undefined,
  order: (a: T, b: T) => number,
  readOperand: (operand: unknown) => T | undefined = read,
  accepts: (value: unknown) => boolean = (value) => read(value) !== undefined,
): CellType {
  const compareRead = (a: T | undefined, b: T | undefined): number | undefined =>
    a === undefined || b === undefined ? undefined : order(a, b);
  return {
    accepts,
    against(operand) {
      const right = readOperand(operand);
      return (value) => compareRead(read(value), right);
    },
    compare: (a, b) => compareRead(read(a), read(b)),
    compareOperands: (a, b) => compareRead(readOperand(a), readOperand(b)),
  };
}
