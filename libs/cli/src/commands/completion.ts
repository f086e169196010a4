import { EXIT } from '@sluice/core';
import { completionScripts } from '../completion-scripts.ts';
import type { Action } from '../context.ts';

export const action: Action = ({ io, operand = '' }) => {
  io.print(completionScripts[operand] ?? '');
  return Promise.resolve(EXIT.done);
};
