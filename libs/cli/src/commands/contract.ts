import type { Action } from '../context.ts';
import { exportContract } from '../contract/export.ts';
import { lintContracts } from '../contract/lint.ts';

export const action: Action = (context) => {
  switch (context.operand) {
    case 'export':
      return exportContract(context);
    default:
      return lintContracts(context);
  }
};
