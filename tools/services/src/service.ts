/** Variables that point Sluice at a server. */
export type Environment = Readonly<Record<string, string>>;

/** A server of this machine that keeps everything it has in one folder: its data, its log, its process id. */
export interface Service {
  readonly name: string;
  /** Fetches what the server is made of, once for this machine. */
  install(): Promise<void>;
  /**
   * Starts the server detached from this process, on the loopback only, and waits until it answers its protocol. One
   * that runs already is left alone; one that ran here before has its data and port again.
   * @throws {Error} with the end of the server's log, when it does not answer in time
   */
  start(folder: string, options?: StartOptions): Promise<Environment>;
  /** Stops the server by its own process id and waits for its end; one that does not run is none. */
  stop(folder: string): Promise<void>;
  /** What the folder's server is reached by, and by which process id; undefined where it does not run. */
  status(folder: string): Promise<Running | undefined>;
}

export interface StartOptions {
  /** Asks for a login: `SLUICE_CQL_USERNAME` and `SLUICE_CQL_PASSWORD` are then in what `start` returns. */
  readonly login?: boolean;
  /** Encrypts, with a certificate of an authority of its own: `SLUICE_CQL_TLS_CA` is then in what `start` returns. Needs `openssl`. */
  readonly tls?: boolean;
  /** Entries of its cassandra.yaml, in place of those that it has by itself. */
  readonly yaml?: Readonly<Record<string, unknown>>;
  /** The folder of a node that runs: this one joins its cluster, at the same ports of 127.0.0.2. */
  readonly joins?: string;
}

export interface Running {
  readonly pid: number;
  readonly environment: Environment;
}
