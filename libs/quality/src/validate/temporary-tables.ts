import { quoteIdentifier, type Session } from '@sluice/engine';

let made = 0;

export interface TemporaryTables {
  /** Makes a table of a SELECT, and gives its name for FROM. */
  readonly keep: (select: string) => Promise<string>;
  /** Drops all that were made; one that cannot be, in a session that was stopped, goes with the session. */
  readonly drop: () => Promise<void>;
}

/** Tables that one validation needs while it runs. Names are used once in a process, as sessions may be shared. */
export function temporaryTables(session: Session): TemporaryTables {
  const names: string[] = [];
  return {
    async keep(select) {
      made += 1;
      const name = `temp.${quoteIdentifier(`sluice_validate_${String(made)}`)}`;
      await session.execute(`CREATE TEMP TABLE ${name} AS ${select}`);
      names.push(name);
      return name;
    },
    async drop() {
      for (const name of names) await session.execute(`DROP TABLE IF EXISTS ${name}`).catch(() => undefined);
    },
  };
}
