import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../src/index.ts';

class Lines extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  get entries(): unknown[] {
    return this.text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  }
}

async function logging(options: Partial<LoggerOptions> = {}) {
  const lines = new Lines();
  return { lines, log: await createLogger({ level: 'info', pretty: false, stream: lines, ...options }) };
}

describe(createLogger, () => {
  it('writes one JSON object a line, with the level as text and the time in UTC', async () => {
    const { lines, log } = await logging();
    log.info({ rows: 3 }, 'wrote %s', 'silver.x');
    log.debug('not shown');
    expect(lines.entries).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), rows: 3, msg: 'wrote silver.x' },
    ]);
  });

  it('writes lines for people, in colour only where that is wanted', async () => {
    const plain = await logging({ pretty: true });
    plain.log.warn({ table: 'silver.x' }, 'late');
    expect(plain.lines.text).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: late\n {4}table: "silver.x"\n$/);
    const coloured = await logging({ pretty: true, color: true });
    coloured.log.warn('late');
    expect(coloured.lines.text).toContain('\u001b[');
  });

  it.each([false, true])('lets no secret through (pretty: %s)', async (pretty) => {
    const { lines, log } = await logging({ pretty, redact: ['hunter2'] });
    const error = new Error('cannot reach postgres://ada:s3cr3t-1@db:5432/x', {
      cause: new Error('token s3cr3t-2 hunter2'),
    });
    log.info(
      {
        password: 's3cr3t-3',
        nested: { list: [{ apiKey: 's3cr3t-4', url: 'https://s3cr3t-5@host/path' }] },
        headers: new Map([['Authorization', 's3cr3t-6']]),
        env: { SLUICE_CQL_PASSWORD: 's3cr3t-7', AWS_SECRET_ACCESS_KEY: 's3cr3t-8' },
        sql: "CONNECT 'kafka://ada:s3cr3t-9@broker' -- hunter2",
      },
      'sent Bearer %s for hunter2',
      'x',
    );
    log.error(Object.assign(error, { cause: undefined, secret: 's3cr3t-10' }));
    log.error({ err: error }, 'redis://:s3cr3t-11@cache and Authorization: Basic s3cr3t-12==');
    log.child({ token: 's3cr3t-13', dsn: 'amqp://u:s3cr3t-14@mq' }).child({ cookie: 's3cr3t-15' }).warn('hunter2');
    expect(lines.text).not.toMatch(/s3cr3t|hunter2/);
    expect(lines.text.match(/•••/g)?.length).toBeGreaterThan(14);
    expect(lines.text).toContain('postgres://•••@db:5432/x');
  });

  it('hands the bindings of a logger down to its children', async () => {
    const { lines, log } = await logging();
    log.child({ run: 1 }).child({ table: 'x' }).info('done');
    log.info('end');
    expect(lines.entries).toEqual([
      expect.objectContaining({ run: 1, table: 'x', msg: 'done' }),
      expect.not.objectContaining({ run: 1 }),
    ]);
  });

  it('keeps what only looks like a secret', async () => {
    const { lines, log } = await logging();
    log.info(
      { tokens: null, hasPassword: false, mail: 'ada@example.org', at: new Date(0), count: 2n },
      'https://example.org/a@b',
    );
    expect(lines.entries).toEqual([
      expect.objectContaining({
        tokens: null,
        hasPassword: false,
        mail: 'ada@example.org',
        at: '1970-01-01T00:00:00.000Z',
        msg: 'https://example.org/a@b',
      }),
    ]);
  });

  it('writes errors with their type, place and cause, and what refers to itself', async () => {
    const { lines, log } = await logging();
    const loop: Record<string, unknown> = { name: 'loop' };
    loop['self'] = loop;
    log.error({ err: new TypeError('wrong', { cause: new Error('why') }), loop });
    expect(lines.entries).toEqual([
      expect.objectContaining({
        err: expect.objectContaining({
          type: 'TypeError',
          message: 'wrong',
          stack: expect.stringContaining('logger.test.ts'),
          cause: expect.objectContaining({ message: 'why' }),
        }),
        loop: { name: 'loop', self: '[circular]' },
      }),
    ]);
  });
});
