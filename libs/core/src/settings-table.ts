/** One setting as help and `doctor` show it: the flag wins over the variable, the variable over the default. */
export interface SettingDescription {
  readonly variable: string;
  /** Kebab-case, without the dashes; undefined where only the variable exists. */
  readonly flag: string | undefined;
  readonly describe: string;
  readonly expected: string;
  readonly default: string;
  /** True where the value is shown to nobody. */
  readonly secret?: boolean;
}

const BYTES = 'a size such as 4GB or 512MiB';
const FOLDER = 'a folder';
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every setting there is, in the order in which help lists them. */
export const settingsTable = [
  {
    variable: 'SLUICE_DATA_DIR',
    flag: 'data-dir',
    describe: 'where tables, run records and staging lie',
    expected: FOLDER,
    default: 'data/lake in the workspace',
  },
  {
    variable: 'SLUICE_INPUT_DIR',
    flag: 'input-dir',
    describe: 'read the sources from the files of this folder (a file is named after its table)',
    expected: FOLDER,
    default: 'none: sources are generated',
  },
  {
    variable: 'SLUICE_OUTPUT_DIR',
    flag: 'output-dir',
    describe: 'where sinks write their files',
    expected: FOLDER,
    default: '_output in the data folder of the pipeline',
  },
  {
    variable: 'SLUICE_MEMORY_LIMIT',
    flag: 'memory-limit',
    describe: 'memory of the whole process',
    expected: BYTES,
    default: '95 % of the cgroup or the machine',
  },
  {
    variable: 'SLUICE_THREADS',
    flag: 'threads',
    describe: 'threads of the SQL engine',
    expected: 'a whole number from 1 to 1024',
    default: 'the CPUs of the cgroup or the machine',
  },
  {
    variable: 'SLUICE_SPILL_LIMIT',
    flag: 'spill-limit',
    describe: 'most disk space that the SQL engine may use when memory runs short',
    expected: BYTES,
    default: '90 % of the free space',
  },
  {
    variable: 'SLUICE_DISK_BUDGET',
    flag: 'disk-budget',
    describe: 'free space that the disk of the data folder must have; doctor fails where it has less',
    expected: BYTES,
    default: 'none: doctor warns below 1 GB',
  },
  {
    variable: 'SLUICE_LOG_LEVEL',
    flag: 'log-level',
    describe: 'how much is logged',
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    default: 'info',
  },
  {
    variable: 'SLUICE_CQL_CONTACT_POINTS',
    flag: undefined,
    describe: 'the ScyllaDB or Cassandra that CQL sinks load',
    expected: 'host or host:port, several with commas between',
    default: 'none: a DuckDB file in the data folder of the pipeline',
  },
  {
    variable: 'SLUICE_CQL_DATACENTER',
    flag: undefined,
    describe: 'the datacenter of that cluster that is written to and read from',
    expected: 'a name',
    default: 'datacenter1',
  },
  {
    variable: 'SLUICE_CQL_USERNAME',
    flag: undefined,
    describe: 'who logs in there',
    expected: 'set where SLUICE_CQL_PASSWORD is',
    default: 'none: no login',
  },
  {
    variable: 'SLUICE_CQL_PASSWORD',
    flag: undefined,
    describe: 'the password of SLUICE_CQL_USERNAME; it is shown nowhere',
    expected: 'set where SLUICE_CQL_USERNAME is',
    default: 'none: no login',
    secret: true,
  },
  {
    variable: 'SLUICE_CQL_TLS_CA',
    flag: undefined,
    describe: 'certificates in PEM of who signs those of the servers: the connection is then encrypted',
    expected: 'a file that can be read',
    default: 'none: no encryption',
  },
  {
    variable: 'SLUICE_CQL_REPLICATION',
    flag: undefined,
    describe: 'copies of each row, for a keyspace that does not exist yet',
    expected: 'a number from 1 to 99, or datacenter:number, several with commas between',
    default: '1',
  },
  {
    variable: 'NO_COLOR',
    flag: 'no-color',
    describe: 'print without colours (any value; see no-color.org)',
    expected: 'anything',
    default: 'colours on a terminal',
  },
] as const satisfies readonly SettingDescription[];

export type SettingVariable = (typeof settingsTable)[number]['variable'];

export type SettingFlag = NonNullable<(typeof settingsTable)[number]['flag']>;
