/** Real servers on this machine for tests and benchmarks, without Docker. */
export { cassandra } from './cassandra.ts';
export { certificatesIn } from './certificates.ts';
export type { Environment, Running, Service, StartOptions } from './service.ts';
