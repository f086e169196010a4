import { parseArgs } from 'node:util';
import { cassandra } from './cassandra.ts';
import type { Environment, Service } from './service.ts';

const USAGE = `usage: node tools/services/run.mjs SERVICE install|start|stop|status|env [--dir FOLDER] [--login] [--tls]
SERVICE is cassandra. FOLDER, outside of the repository, holds what the server has: SLUICE_SERVICES_DIR/SERVICE unless given.`;

const services: ReadonlyMap<string, Service> = new Map([[cassandra.name, cassandra]]);

/** @returns the exit code: 0 done, 1 the server does not run, 2 wrong usage */
export async function main(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      login: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
    },
  });
  const [name = '', verb = ''] = positionals;
  const service = services.get(name);
  const base = process.env['SLUICE_SERVICES_DIR'];
  const folder = values.dir ?? (base === undefined || base === '' ? undefined : `${base}/${name}`);
  if (service !== undefined && verb === 'install') {
    await service.install();
    return 0;
  }
  if (service === undefined || folder === undefined || positionals.length !== 2) {
    print(USAGE);
    return 2;
  }
  const show = (environment: Environment): void => {
    for (const [variable, value] of Object.entries(environment)) print(`export ${variable}=${value}`);
  };
  switch (verb) {
    case 'start':
      show(await service.start(folder, { login: values.login, tls: values.tls }));
      return 0;
    case 'stop':
      await service.stop(folder);
      return 0;
    case 'status':
    case 'env': {
      const running = await service.status(folder);
      if (running === undefined) print(`# ${name} does not run in ${folder}`);
      else if (verb === 'env') show(running.environment);
      else print(`${name} runs in ${folder}, process ${running.pid}`);
      return running === undefined ? 1 : 0;
    }
    default:
      print(USAGE);
      return 2;
  }
}
