import type { Action } from '../context.ts';
import { listAside } from '../quarantine/list.ts';
import { replayRows } from '../quarantine/replay.ts';
import { showAside } from '../quarantine/show.ts';

export const action: Action = (context) => {
  switch (context.operand) {
    case 'show':
      return showAside(context);
    case 'replay':
      return replayRows(context);
    default:
      return listAside(context);
  }
};
