import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the control groups of this process allow; absent where there is no limit. */
export interface CgroupLimits {
  readonly memoryBytes?: number;
  /** May be a fraction. */
  readonly cpus?: number;
}

/** Reads the limits of cgroup v2 and v1 (and of both at once): the least of a group and all groups around it. */
export function readCgroup(root = '/'): CgroupLimits {
  const groups = readGroups(root);
  const mount = join(root, 'sys/fs/cgroup');
  const memory = [
    ...levels(groups.get('')).map((group) => number(join(mount, group, 'memory.max'))),
    ...levels(groups.get('memory')).map((group) => number(join(mount, 'memory', group, 'memory.limit_in_bytes'))),
  ];
  const cpus = [
    ...levels(groups.get('')).map((group) => quotaV2(join(mount, group))),
    ...levels(groups.get('cpu')).map((group) => quotaV1(join(mount, 'cpu', group))),
  ];
  const memoryBytes = least(memory);
  const cpu = least(cpus);
  return { ...(memoryBytes === undefined ? {} : { memoryBytes }), ...(cpu === undefined ? {} : { cpus: cpu }) };
}

/** Controller → path, from lines such as `4:memory:/docker/1a2b`; version 2 is the one without controllers. */
function readGroups(root: string): ReadonlyMap<string, string> {
  const lines = (read(join(root, 'proc/self/cgroup')) ?? '').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      return controllers === undefined || path === undefined
        ? []
        : controllers.split(',').map((name): [string, string] => [name, path]);
    }),
  );
}

/** A group and those around it, the root included: inside a container the path of the host may not exist, but the root does. */
function levels(path: string | undefined): string[] {
  if (path === undefined) return [];
  const above = dirname(path);
  return above === path || path === '' ? ['/'] : [path, ...levels(above)];
}

function quotaV2(group: string): number | undefined {
  const [quota, period] = (read(join(group, 'cpu.max')) ?? '').trim().split(/\s+/).map(Number);
  return ratio(quota, period);
}

function quotaV1(group: string): number | undefined {
  return ratio(number(join(group, 'cpu.cfs_quota_us')), number(join(group, 'cpu.cfs_period_us')));
}

function ratio(quota: number | undefined, period: number | undefined): number | undefined {
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
}

/** A whole number in a file; undefined for `max`, for no limit (-1) and where there is no such file. */
function number(file: string): number | undefined {
  const text = read(file)?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
