import type { Bindings, ChildLoggerOptions, DestinationStream, Logger } from 'pino';
import { redactor, type Redactor } from './redact.ts';
import type { LogLevel } from './settings.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Lines for people, in colour where `color` says so; else one JSON object a line. */
  readonly pretty: boolean;
  readonly color?: boolean;
  readonly stream: NodeJS.WritableStream;
  /** Secret texts that are blanked wherever they occur, beside values under secret names and credentials in URLs. */
  readonly redact?: readonly string[];
}

/** A logger that writes to `stream` in this process, with secrets blanked. Times are ISO 8601 in UTC. */
export async function createLogger({
  level,
  pretty,
  color = false,
  stream,
  redact = [],
}: LoggerOptions): Promise<Logger> {
  const { pino, stdTimeFunctions } = await import('pino');
  const clean = redactor(redact);
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: clean.entry,
      },
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(inputs, method) {
          const [first, ...rest]: readonly unknown[] = inputs;
          const shown =
            first instanceof Error && rest.length === 0 ? [{ err: first }, first.message] : [first, ...rest];
          Reflect.apply(
            method,
            this,
            shown.map((value, index) => (index === 0 && typeof value === 'object' ? value : clean.value(value))),
          );
        },
      },
    },
    pretty ? await prettyStream(stream, color) : stream,
  );
  return withCleanChildren(logger, clean);
}

/** pino keeps the bindings of a child from the formatters. Children inherit this method. */
function withCleanChildren(logger: Logger, clean: Redactor): Logger {
  const child: unknown = Reflect.get(logger, 'child');
  if (typeof child !== 'function') return logger;
  Object.defineProperty(logger, 'child', {
    value(this: Logger, bindings: Bindings, options?: ChildLoggerOptions): unknown {
      return Reflect.apply(child, this, [clean.entry(bindings), options]);
    },
  });
  return logger;
}

async function prettyStream(destination: NodeJS.WritableStream, colorize: boolean): Promise<DestinationStream> {
  const { PinoPretty } = await import('pino-pretty');
  return PinoPretty({ destination, colorize, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' });
}
