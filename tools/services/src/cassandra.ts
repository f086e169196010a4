import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { type Certificates, certificatesIn } from './certificates.ts';
import { answersCql } from './cql-ready.ts';
import { jarsOf } from './maven.ts';
import { freePort, isRunning, logEnd, startDetached, stopProcess, until } from './server-process.ts';
import type { Environment, Running, Service, StartOptions } from './service.ts';

/** Found through the package, because a bundle of this code lies elsewhere. */
const parts = join(dirname(createRequire(import.meta.url).resolve('@sluice/services/package.json')), 'cassandra');
const FIRST_HOST = '127.0.0.1';
const SECOND_HOST = '127.0.0.2';
const START_MILLISECONDS = 120_000;
const STOP_MILLISECONDS = 30_000;

interface State {
  readonly pid: number;
  readonly joined: boolean;
  readonly port: number;
  readonly storagePort: number;
  readonly login: boolean;
  readonly tls: boolean;
}

/** One node of Apache Cassandra 5.0, which speaks the protocol of ScyllaDB. Needs Java 11 or 17, and Maven to fetch it. */
export const cassandra: Service = {
  name: 'cassandra',
  async install() {
    await jarsOf('cassandra', join(parts, 'pom.xml'));
  },
  async start(given, { login = false, tls = false, yaml = {}, joins }: StartOptions = {}) {
    const folder = resolve(given);
    const running = await this.status(folder);
    if (running !== undefined) return running.environment;
    const joined = joins !== undefined;
    const before = readState(joined ? resolve(joins) : folder);
    const host = hostOf({ joined });
    const jars = await jarsOf('cassandra', join(parts, 'pom.xml'));
    await mkdir(join(folder, 'tmp'), { recursive: true });
    const [port, storagePort] = [before?.port ?? (await freePort()), before?.storagePort ?? (await freePort())];
    const certificates = tls ? await certificatesIn(join(folder, 'tls')) : undefined;
    const configured = { ...configuration(folder, { joined, port, storagePort, login }, certificates), ...yaml };
    await writeFile(join(folder, 'cassandra.yaml'), JSON.stringify(configured));
    const log = join(folder, 'cassandra.log');
    const pid = await startDetached('java', await javaArguments(folder, jars), folder, log);
    const state: State = { pid, joined, port, storagePort, login, tls };
    await writeFile(stateFile(folder), JSON.stringify(state));
    const ca = certificates && (await readFile(certificates.ca));
    await until(START_MILLISECONDS, async () => !isRunning(pid, folder) || (await answersCql(host, port, ca)));
    if (!isRunning(pid, folder) || !(await answersCql(host, port, ca))) {
      await stopProcess(pid, folder, STOP_MILLISECONDS);
      throw new Error(`Cassandra does not answer at ${host}:${port}. The end of ${log}:\n${logEnd(log)}`);
    }
    return environmentOf(folder, state);
  },
  async stop(given) {
    const folder = resolve(given);
    const state = readState(folder);
    if (state !== undefined) await stopProcess(state.pid, folder, STOP_MILLISECONDS);
  },
  status(given): Promise<Running | undefined> {
    const folder = resolve(given);
    const state = readState(folder);
    if (state === undefined || !isRunning(state.pid, folder)) return Promise.resolve(undefined);
    return Promise.resolve({ pid: state.pid, environment: environmentOf(folder, state) });
  },
};

function environmentOf(folder: string, { joined, port, login, tls }: State): Environment {
  return {
    SLUICE_CQL_CONTACT_POINTS: `${hostOf({ joined })}:${port}`,
    SLUICE_CQL_DATACENTER: 'datacenter1',
    ...(tls && { SLUICE_CQL_TLS_CA: join(folder, 'tls', 'ca.pem') }),
    ...(login && { SLUICE_CQL_USERNAME: 'cassandra', SLUICE_CQL_PASSWORD: 'cassandra' }),
  };
}

function hostOf({ joined }: Pick<State, 'joined'>): string {
  return joined ? SECOND_HOST : FIRST_HOST;
}

function stateFile(folder: string): string {
  return join(folder, 'cassandra.json');
}

/** It stays when the server stops, so that the next start takes the same ports. */
function readState(folder: string): State | undefined {
  if (!existsSync(stateFile(folder))) return undefined;
  const state: unknown = JSON.parse(readFileSync(stateFile(folder), 'utf8'));
  const number = (key: string): number => Number(Reflect.get(Object(state), key));
  return {
    pid: number('pid'),
    joined: Reflect.get(Object(state), 'joined') === true,
    port: number('port'),
    storagePort: number('storagePort'),
    login: Reflect.get(Object(state), 'login') === true,
    tls: Reflect.get(Object(state), 'tls') === true,
  };
}

/** cassandra.yaml: every document of JSON is one of YAML. Small: it shares a machine with what is tested. */
function configuration(
  folder: string,
  { joined, port, storagePort, login }: Omit<State, 'pid' | 'tls'>,
  certificates: Certificates | undefined,
): object {
  return {
    cluster_name: 'sluice',
    num_tokens: 1,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    endpoint_snitch: 'SimpleSnitch',
    seed_provider: [
      {
        class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
        parameters: [{ seeds: `${FIRST_HOST}:${storagePort}` }],
      },
    ],
    listen_address: hostOf({ joined }),
    rpc_address: hostOf({ joined }),
    native_transport_port: port,
    storage_port: storagePort,
    data_file_directories: [join(folder, 'data')],
    commitlog_directory: join(folder, 'commitlog'),
    saved_caches_directory: join(folder, 'saved_caches'),
    hints_directory: join(folder, 'hints'),
    cdc_raw_directory: join(folder, 'cdc_raw'),
    commitlog_sync: 'periodic',
    commitlog_sync_period: '1000ms',
    commitlog_segment_size: '16MiB',
    commitlog_total_space: '256MiB',
    commitlog_disk_access_mode: 'legacy',
    disk_access_mode: 'mmap_index_only',
    memtable_heap_space: '64MiB',
    memtable_offheap_space: '64MiB',
    file_cache_size: '32MiB',
    networking_cache_size: '16MiB',
    key_cache_size: '8MiB',
    concurrent_reads: 8,
    concurrent_writes: 16,
    concurrent_compactors: 1,
    auto_snapshot: false,
    incremental_backups: false,
    hinted_handoff_enabled: false,
    authenticator: login ? 'PasswordAuthenticator' : 'AllowAllAuthenticator',
    authorizer: 'AllowAllAuthorizer',
    client_encryption_options: certificates
      ? {
          ...{ enabled: true, optional: false, require_client_auth: false, store_type: 'PKCS12' },
          ...{ keystore: certificates.keystore, keystore_password: certificates.password },
        }
      : { enabled: false },
    write_request_timeout: '10s',
    read_request_timeout: '10s',
    range_request_timeout: '30s',
    request_timeout: '30s',
  };
}

async function javaArguments(folder: string, jars: string): Promise<readonly string[]> {
  const agent = (await readdir(jars)).find((name) => name.startsWith('jamm-'));
  if (agent === undefined) throw new Error(`${jars} has no jamm jar. Remove the folder, and it is fetched anew.`);
  const properties = {
    'cassandra.config': `file://${join(folder, 'cassandra.yaml')}`,
    'cassandra.storagedir': folder,
    'cassandra.logdir': folder,
    'cassandra.triggers_dir': join(folder, 'tmp'),
    'logback.configurationFile': join(parts, 'logback.xml'),
    'java.io.tmpdir': join(folder, 'tmp'),
    'jna.tmpdir': join(folder, 'tmp'),
    'cassandra-foreground': 'yes',
    'cassandra.ring_delay_ms': '100',
    'cassandra.skip_wait_for_gossip_to_settle': '0',
    'cassandra.superuser_setup_delay_ms': '0',
    'java.awt.headless': 'true',
  };
  return [
    `@${join(parts, 'jvm.options')}`,
    `-javaagent:${join(jars, agent)}`,
    ...['-Xms384m', '-Xmx384m', '-Xss512k', '-XX:MaxDirectMemorySize=192m'],
    ...['-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError', '-XX:-UsePerfData'],
    ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
    ...['-cp', join(jars, '*'), 'org.apache.cassandra.service.CassandraDaemon'],
  ];
}
