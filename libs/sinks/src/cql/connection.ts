import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, QueryOptions, types } from 'cassandra-driver';
import { type CqlSettings, InterruptedError, SluiceError } from '@sluice/core';
import { CqlLoginError, CqlRefusedError, CqlTlsError, CqlUnavailableError } from '../errors.ts';

type Driver = typeof import('cassandra-driver');

/** How long a server may take, in milliseconds. */
export interface Patience {
  /** Until it takes a connection, and until it does again what it failed to do. */
  readonly wait: number;
  /** For one request. */
  readonly request: number;
}

const PATIENCE: Patience = { wait: 120_000, request: 12_000 };
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;
const FAREWELL = 2_000;
/** After so long without a server the driver is not relied on to find it again. */
const LOST = 5_000;

export interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}

/** A pool of connections to a CQL server. What may be repeated is repeated until it is done or patience is at its end. */
export class CqlConnection {
  readonly location: string;
  readonly driver: Driver;
  readonly #connect: () => Promise<Client>;
  #client: Client;
  #answeredAt = performance.now();
  #renewing: Promise<void> | undefined;
  readonly #patience: Patience;
  readonly #signal: AbortSignal | undefined;

  private constructor(
    location: string,
    driver: Driver,
    client: Client,
    connect: () => Promise<Client>,
    patience: Patience,
    signal: AbortSignal | undefined,
  ) {
    this.location = location;
    this.driver = driver;
    this.#client = client;
    this.#connect = connect;
    this.#patience = patience;
    this.#signal = signal;
  }

  /**
   * Waits until a server answers that lets this user in.
   * @throws {CqlUnavailableError} {CqlLoginError} {CqlRefusedError}
   */
  static async open(
    settings: CqlSettings,
    patience: Patience = PATIENCE,
    signal?: AbortSignal,
  ): Promise<CqlConnection> {
    const driver = await import('cassandra-driver');
    const location = `cql://${settings.contactPoints.join(',')}`;
    const ca = settings.tlsCa === undefined ? undefined : await readFile(settings.tlsCa);
    const connect = async (): Promise<Client> => {
      const candidate = newClient(driver, settings, patience, ca);
      try {
        await candidate.connect();
        return candidate;
      } catch (error) {
        await farewell(candidate);
        throw error;
      }
    };
    const client = await persist(location, driver, patience.wait, signal, connect);
    return new CqlConnection(location, driver, client, connect, patience, signal);
  }

  /** Runs one statement that may be repeated. */
  execute(query: string, params: readonly unknown[] = [], options: QueryOptions = {}): Promise<types.ResultSet> {
    return this.#persist((client) =>
      client.execute(query, [...params], { prepare: true, isIdempotent: true, ...options }),
    );
  }

  /**
   * Runs one statement for each of these rows of one partition, in one step; it may be repeated.
   * @param writtenAt  microseconds: a write with a lower number than one before does nothing
   */
  async batch(query: string, rows: readonly (readonly unknown[])[], writtenAt: number): Promise<void> {
    const [only] = rows;
    const options = { prepare: true, isIdempotent: true, timestamp: writtenAt };
    if (rows.length === 1 && only !== undefined) {
      await this.#persist((client) => client.execute(query, [...only], options));
      return;
    }
    const queries = rows.map((params) => ({ query, params: [...params] }));
    await this.#persist((client) => client.batch(queries, { ...options, logged: false }));
  }

  /** Goes on without waiting for a server that does not answer any more. */
  close(): Promise<void> {
    return farewell(this.#client);
  }

  #persist<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return persist(this.location, this.driver, this.#patience.wait, this.#signal, async () => {
      const client = this.#client;
      try {
        const result = await work(client);
        this.#answeredAt = performance.now();
        return result;
      } catch (error) {
        if (isNoHost(this.driver, error) && client === this.#client) await this.#renewWhenLost();
        throw error;
      }
    });
  }

  /** Takes new connections, in place of those to a server that has been lost for a while. What waits goes on with them. */
  async #renewWhenLost(): Promise<void> {
    if (performance.now() - this.#answeredAt < LOST) return;
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  async #renew(): Promise<void> {
    const lost = this.#client;
    try {
      this.#client = await this.#connect();
    } catch {
      // Still no server: whoever asked for it asks again, and tells why it failed.
      return;
    }
    this.#answeredAt = performance.now();
    await farewell(lost);
  }
}

function newClient(driver: Driver, settings: CqlSettings, patience: Patience, ca: Buffer | undefined): Client {
  const { contactPoints, datacenter, login } = settings;
  return new driver.Client({
    contactPoints: [...contactPoints],
    localDataCenter: datacenter,
    // Nodes name each other without a port (`system.peers`): all of a cluster are taken to have that of the first.
    protocolOptions: { port: Number(contactPoints[0]?.split(':').at(-1)) },
    ...(login && { credentials: login }),
    ...(ca && { sslOptions: { ca: [ca], rejectUnauthorized: true } }),
    encoding: { useBigIntAsLong: true, useBigIntAsVarint: true },
    queryOptions: { consistency: driver.types.consistencies.localQuorum },
    // A server that was gone is looked for every half second, not at ever longer intervals.
    policies: { reconnection: new driver.policies.reconnection.ConstantReconnectionPolicy(500) },
    socketOptions: { connectTimeout: Math.min(5_000, patience.request), readTimeout: patience.request },
  });
}

async function farewell(client: Client): Promise<void> {
  const timer = new AbortController();
  const leaving = client.shutdown().catch(() => undefined);
  await Promise.race([leaving, sleep(FAREWELL, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

/** Does work again, with longer and longer pauses, while its failure is one that passes. */
async function persist<T>(
  location: string,
  driver: Driver,
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    if (signal?.aborted === true) throw new InterruptedError();
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(location, driver, error);
      if (!(failure instanceof CqlUnavailableError)) throw failure;
      const spent = performance.now() - began;
      if (spent + pause > milliseconds)
        throw new CqlUnavailableError(location, failure.cause, Math.round(spent / 1000));
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Which of our errors the driver's is. */
function failureOf(location: string, driver: Driver, error: unknown): unknown {
  const {
    errors,
    types: { responseErrorCodes: codes },
  } = driver;
  if (error instanceof SluiceError) return error;
  const inner: readonly unknown[] = isNoHost(driver, error) ? Object.values(error.innerErrors) : [];
  const all = inner.length > 0 ? inner : [error];
  const [first] = all;
  const untrusted = all.find(isUntrusted);
  if (untrusted !== undefined) return new CqlTlsError(location, untrusted);
  const login = all.find((one) => one instanceof errors.AuthenticationError);
  if (login !== undefined) return new CqlLoginError(location, login);
  const wrong = all.find((one) => one instanceof errors.ArgumentError || one instanceof errors.NotSupportedError);
  if (wrong !== undefined) return new CqlRefusedError(location, wrong);
  const passing: readonly unknown[] = [
    codes.serverError,
    codes.unavailableException,
    codes.overloaded,
    codes.isBootstrapping,
    codes.truncateError,
    codes.writeTimeout,
    codes.readTimeout,
    codes.writeFailure,
    codes.readFailure,
    codes.unprepared,
  ];
  if (first instanceof errors.ResponseError && !passing.includes(first.code))
    return new CqlRefusedError(location, first);
  const isOfNetwork = first instanceof Error && 'code' in first;
  return first instanceof errors.DriverError || isOfNetwork ? new CqlUnavailableError(location, first) : error;
}

/** What OpenSSL finds wrong with a certificate ("X509_V_ERR_…", as Node names them), and what no TLS begins with. */
const UNTRUSTED =
  /^(?:UNABLE_TO_|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_)/;

function isUntrusted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && UNTRUSTED.test(error.code);
}

function isNoHost({ errors }: Driver, error: unknown): error is { readonly innerErrors: object } {
  return error instanceof errors.NoHostAvailableError;
}
