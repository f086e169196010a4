import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

export interface Served {
  /** The address of the folder, with a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves a folder as a host of static pages does, on a free port of this machine alone. @param base  `/` or `/repo/` */
export async function serve(folder: string, base: string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(pathname);
    const file = path.startsWith(base) ? join(folder, path.slice(base.length)) : undefined;
    const index = file?.endsWith('/') === true || path === base ? 'index.html' : '';
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    readFile(join(file, index)).then(
      (text) => response.writeHead(200, { 'content-type': 'text/html' }).end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    address: `http://127.0.0.1:${address.port}${base}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
