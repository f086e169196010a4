import type { Action } from '../context.ts';
import { exportContract } from '../contract/export.ts';
import { inferFromFile } from '../contract/infer.ts';
import { lintContracts } from '../contract/lint.ts';

export const action: Action = (context) => {
  switch (context.operand) {
    case 'export':
      return exportContract(context);
    case 'infer':
      return inferFromFile(context);
    default:
      return lintContracts(context);
  }
};
