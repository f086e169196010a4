import type { Storage } from '@sluice/tables';

/** What a change of a table is at, in this order as far as it has them. */
export type Phase =
  'prepare' | 'prepared' | 'place' | 'commit' | 'committed' | 'checkpoint' | 'pointer' | 'clean' | 'vacuum';

const LOG = '_delta_log/';

/** A storage that tells of each step that changes something, before it is taken. */
export function markedStorage(storage: Storage, tell: (phase: Phase) => void): Storage {
  return {
    ...storage,
    async create(path, content) {
      tell('commit');
      const created = await storage.create(path, content);
      tell('committed');
      return created;
    },
    adopt(location, path) {
      tell(path.startsWith(LOG) ? 'checkpoint' : 'place');
      return storage.adopt(location, path);
    },
    replace(path, content) {
      tell(path.endsWith('_last_checkpoint') ? 'pointer' : 'checkpoint');
      return storage.replace(path, content);
    },
    remove(path) {
      tell(!path.startsWith(LOG) ? 'vacuum' : path.endsWith('.tmp') ? 'checkpoint' : 'clean');
      return storage.remove(path);
    },
  };
}
