import { relative } from 'node:path';

/** A path as the operator would type it: relative to the working directory where that is shorter. */
export function where(path: string): string {
  const short = relative(process.cwd(), path);
  return short !== '' && short.length < path.length ? short : path;
}
