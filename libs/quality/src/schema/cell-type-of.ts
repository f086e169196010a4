import { familyOf } from '../types.ts';
import { dateCell, instantCell, timeCell } from './calendar-cells.ts';
import { cellType, type CellType } from './cell-type.ts';
import { decimalCell, integerCell } from './exact-cells.ts';
import { floatCell } from './float-cells.ts';
import { compareTexts } from './text-order.ts';

/** A surrogate without its other half: JSON can hold one, UTF-8 cannot. */
const halfCharacter = /\p{Surrogate}/u;

const textCell = cellType(
  (value) => (typeof value === 'string' && !halfCharacter.test(value) ? value : undefined),
  compareTexts,
);

const booleanCell = cellType(
  (value) => (typeof value === 'boolean' ? value : undefined),
  (a, b) => Number(a) - Number(b),
);

/** The cell type of a column whose type DESCRIBE prints so. */
export function cellTypeOf(type: string): CellType {
  switch (familyOf(type)) {
    case 'text':
      return textCell;
    case 'boolean':
      return booleanCell;
    case 'integer':
      return integerCell(type);
    case 'decimal':
      return decimalCell(type);
    case 'float':
      return floatCell(type);
    case 'date':
      return dateCell;
    case 'timestamp':
      return instantCell(type);
    case 'time':
      return timeCell;
  }
}
