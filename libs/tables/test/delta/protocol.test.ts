import { describe, expect, it } from 'vitest';
import type { Metadata, Protocol } from '../../src/delta/actions.ts';
import { demandReadable, demandWritable } from '../../src/delta/protocol.ts';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import { add, metadata, protocol, useLake, writeCommit } from './lake.ts';

const lake = useLake();

function fieldsWith(key: string): string {
  const field = { name: 'a', type: 'long', nullable: true, metadata: { [key]: 'x' } };
  const nested = { type: 'array', elementType: { type: 'struct', fields: [field] }, containsNull: true };
  return JSON.stringify({ type: 'struct', fields: [{ ...field, metadata: {}, type: nested }] });
}

function demands(protocolOf: Protocol, configuration: Readonly<Record<string, string>> = {}, key = 'comment') {
  const of: Metadata = {
    id: 'x',
    format: { provider: 'parquet' },
    schemaString: fieldsWith(key),
    partitionColumns: [],
    configuration,
  };
  return { protocol: protocolOf, metadata: of };
}

function refused(demand: () => void): string | undefined {
  try {
    demand();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

const read = (of: ReturnType<typeof demands>) => refused(() => demandReadable('t', of));
const write = (of: ReturnType<typeof demands>) => refused(() => demandWritable('t', of, 'merge'));

function withFeatures(...features: readonly string[]): Protocol {
  return { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: features, writerFeatures: features };
}

const cannotRead = (features: string) =>
  `t cannot be used to read: it asks for ${features}, which Sluice does not support.`;
const cannotMerge = (features: string) =>
  `t cannot be used to merge: it asks for ${features}, which Sluice does not support.`;

describe('a table', () => {
  it.each([
    [1, 1],
    [1, 2],
  ])('of reader version %i and writer version %i is read and written', (minReaderVersion, minWriterVersion) => {
    const of = demands({ minReaderVersion, minWriterVersion });
    expect([read(of), write(of)]).toEqual([undefined, undefined]);
  });

  it.each([
    'deletionVectors',
    'timestampNtz',
    'v2Checkpoint',
    'typeWidening',
    'typeWidening-preview',
    'variantType',
    'catalogManaged',
    'somethingNew',
  ])('that asks readers for %s is refused by that name', (feature) => {
    expect(read(demands(withFeatures('vacuumProtocolCheck', feature)))).toBe(cannotRead(feature));
  });

  it('is refused with the names of all features', () => {
    expect(read(demands(withFeatures('a', 'b')))).toBe(cannotRead('a, b'));
  });

  it.each(['rowTracking', 'domainMetadata', 'inCommitTimestamp', 'icebergCompatV2', 'clustering', 'somethingNew'])(
    'that asks writers only for %s is read, and not written',
    (feature) => {
      const of = demands({
        minReaderVersion: 1,
        minWriterVersion: 7,
        writerFeatures: ['appendOnly', 'invariants', feature],
      });
      expect([read(of), write(of)]).toEqual([undefined, cannotMerge(feature)]);
    },
  );

  it.each([
    [3, 'checkConstraints', { 'delta.constraints.positive': 'a > 0' }, 'comment'],
    [4, 'changeDataFeed', { 'delta.enableChangeDataFeed': 'TRUE' }, 'comment'],
    [4, 'generatedColumns', {}, 'delta.generationExpression'],
    [6, 'identityColumns', {}, 'delta.identity.start'],
    [7, 'allowColumnDefaults', {}, 'CURRENT_DEFAULT'],
  ])('of writer version %i is written unless it uses %s', (version, feature, configuration, key) => {
    const legacy: Protocol = { minReaderVersion: 1, minWriterVersion: version };
    const named: Protocol = { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: [feature] };
    for (const of of version < 7 ? [legacy, named] : [named]) {
      expect(write(demands(of))).toBeUndefined();
      expect(write(demands(of, configuration, key))).toBe(cannotMerge(feature));
      expect(read(demands(of, configuration, key))).toBeUndefined();
    }
  });

  it('that could map columns is read unless it does', () => {
    for (const of of [{ minReaderVersion: 2, minWriterVersion: 5 }, withFeatures('columnMapping')]) {
      expect(read(demands(of, { 'delta.columnMapping.mode': 'none' }))).toBeUndefined();
      expect(read(demands(of, { 'delta.columnMapping.mode': 'name' }))).toBe(cannotRead('columnMapping'));
    }
  });

  it('of a version that is yet to come is refused', () => {
    expect(read(demands({ minReaderVersion: 4, minWriterVersion: 7 }))).toBe(cannotRead('reader version 4'));
    expect(write(demands({ minReaderVersion: 1, minWriterVersion: 8 }))).toBe(cannotMerge('writer version 8'));
  });
});

describe(readSnapshot, () => {
  const ids = [{ name: 'id', type: 'BIGINT' }];

  async function code(...args: Parameters<typeof readSnapshot>): Promise<unknown> {
    return readSnapshot(...args).catch((error: unknown) =>
      error instanceof Error ? `${error.name} ${error.message}` : error,
    );
  }

  it('refuses a version that asks for more, and reads those before', async () => {
    const { session, storage, root } = lake();
    writeCommit(root, 0, [protocol, metadata(ids)]);
    writeCommit(root, 1, [{ protocol: withFeatures('deletionVectors') }]);
    expect(await code(session, storage)).toMatch(/^FEATURE_UNSUPPORTED .*deletionVectors/);
    expect(await code(session, storage, { version: 0 })).toMatchObject({ version: 0 });
  });

  it('refuses files with deletion vectors, also where the protocol keeps quiet', async () => {
    const { session, storage, root } = lake();
    const deletionVector = { storageType: 'u', pathOrInlineDv: 'x', offset: 1, sizeInBytes: 1, cardinality: 1 };
    writeCommit(root, 0, [protocol, metadata(ids), add('a.parquet', { deletionVector })]);
    expect(await code(session, storage)).toMatch(/^FEATURE_UNSUPPORTED .*deletionVectors/);
  });

  it('refuses files that are no Parquet', async () => {
    const { session, storage, root } = lake();
    writeCommit(root, 0, [protocol, metadata(ids, { format: { provider: 'orc', options: {} } })]);
    expect(await code(session, storage)).toMatch(/^FEATURE_UNSUPPORTED .*format orc/);
  });

  it('refuses a type that it does not know', async () => {
    const { session, storage, root } = lake();
    const field = { name: 'v', type: 'variant', nullable: true, metadata: {} };
    writeCommit(root, 0, [
      protocol,
      metadata([], { schemaString: JSON.stringify({ type: 'struct', fields: [field] }) }),
    ]);
    expect(await code(session, storage)).toMatch(/^COLUMN_TYPE_UNSUPPORTED .*v has the type variant/);
  });

  it('does not go back in time by files where the commits keep their times', async () => {
    const { session, storage, root } = lake();
    const configuration = { 'delta.enableInCommitTimestamps': 'true' };
    const writer = { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: ['inCommitTimestamp'] };
    writeCommit(root, 0, [{ protocol: writer }, metadata(ids, { configuration })]);
    expect(await code(session, storage, { timestamp: new Date('2999-01-01') })).toMatch(
      /read by timestamp.*inCommitTimestamp/,
    );
    expect(await code(session, storage)).toMatchObject({ version: 0 });
  });
});
