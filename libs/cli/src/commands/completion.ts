import { script } from '@bomb.sh/tab';
import { EXIT } from '@sluice/core';
import type { Action } from '../context.ts';

export const action: Action = async ({ operand = 'bash' }) => {
  script(operand, 'sluice', 'sluice');
  return Promise.resolve(EXIT.done);
};
