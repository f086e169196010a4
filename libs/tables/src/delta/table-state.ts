import type { Action, AddFile, DeletionVector, Metadata, Protocol, RemoveFile, Transaction } from './actions.ts';

/** What a log says when it is replayed: of each thing, what was said last ("Action Reconciliation"). */
export class TableState {
  protocol: Protocol | undefined;
  metadata: Metadata | undefined;
  readonly adds = new Map<string, AddFile>();
  readonly removes = new Map<string, RemoveFile>();
  readonly transactions = new Map<string, Transaction>();

  /**
   * Takes the actions of one commit, or of a checkpoint. In a commit they have no order, and may remove and add one path
   * with different deletion vectors.
   */
  apply(actions: readonly Action[]): void {
    for (const { remove } of actions) if (remove) this.#remove(remove);
    for (const { add } of actions) if (add) this.#add(add);
    for (const { protocol, metaData, txn } of actions) {
      if (protocol) this.protocol = protocol;
      if (metaData) this.metadata = metaData;
      if (txn) this.transactions.set(txn.appId, txn);
    }
  }

  #add(add: AddFile): void {
    const file = logicalFile(add);
    this.removes.delete(file);
    this.adds.set(file, add);
  }

  #remove(remove: RemoveFile): void {
    const file = logicalFile(remove);
    this.adds.delete(file);
    this.removes.set(file, remove);
  }
}

/** A file of the log is a data file together with what is deleted of it ("Add File and Remove File", "Derived Fields"). */
function logicalFile({ path, deletionVector }: AddFile | RemoveFile): string {
  return deletionVector ? `${path}\0${uniqueId(deletionVector)}` : path;
}

function uniqueId({ storageType, pathOrInlineDv, offset }: DeletionVector): string {
  return `${storageType}${pathOrInlineDv}${typeof offset === 'number' ? `@${offset}` : ''}`;
}
