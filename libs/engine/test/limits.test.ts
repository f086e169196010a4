import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCgroup } from '../src/cgroup.ts';
import { detectLimits } from '../src/index.ts';
import { open, rejection, scratch } from './support.ts';

/** A root folder with the given files below it. */
function root(files: Readonly<Record<string, string>>): string {
  const folder = scratch();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const GIB = 2 ** 30;

describe(readCgroup, () => {
  it.each<[string, Record<string, string>, object]>([
    ['no cgroup', {}, {}],
    [
      'version 2, in a container',
      {
        'proc/self/cgroup': '0::/\n',
        'sys/fs/cgroup/memory.max': `${String(2 * GIB)}\n`,
        'sys/fs/cgroup/cpu.max': '150000 100000\n',
      },
      { memoryBytes: 2 * GIB, cpus: 1.5 },
    ],
    [
      'version 2, unlimited',
      {
        'proc/self/cgroup': '0::/a\n',
        'sys/fs/cgroup/a/memory.max': 'max\n',
        'sys/fs/cgroup/a/cpu.max': 'max 100000\n',
      },
      {},
    ],
    [
      'version 2, nested: the least of all levels',
      {
        'proc/self/cgroup': '0::/user.slice/build/step\n',
        'sys/fs/cgroup/user.slice/memory.max': `${String(8 * GIB)}\n`,
        'sys/fs/cgroup/user.slice/build/memory.max': `${String(3 * GIB)}\n`,
        'sys/fs/cgroup/user.slice/build/step/memory.max': 'max\n',
        'sys/fs/cgroup/user.slice/cpu.max': '200000 100000\n',
        'sys/fs/cgroup/user.slice/build/step/cpu.max': '400000 100000\n',
      },
      { memoryBytes: 3 * GIB, cpus: 2 },
    ],
    [
      'version 1, with the path of the host inside a container',
      {
        'proc/self/cgroup': '12:cpu,cpuacct:/docker/1a2b\n11:memory:/docker/1a2b\n1:name=systemd:/docker/1a2b\n',
        'sys/fs/cgroup/memory/memory.limit_in_bytes': `${String(GIB)}\n`,
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      },
      { memoryBytes: GIB, cpus: 0.5 },
    ],
    [
      'version 1, unlimited',
      {
        'proc/self/cgroup': '4:memory:/a\n1:cpu:/a\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_quota_us': '-1\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_period_us': '100000\n',
      },
      {},
    ],
    [
      'both versions at once',
      {
        'proc/self/cgroup': '4:memory:/a\n0::/a\n',
        'sys/fs/cgroup/memory/a/memory.limit_in_bytes': `${String(GIB)}\n`,
        'sys/fs/cgroup/a/cpu.max': '100000 100000\n',
      },
      { memoryBytes: GIB, cpus: 1 },
    ],
  ])('%s', (_, files, expected) => {
    expect(readCgroup(root(files))).toEqual(expected);
  });
});

describe(detectLimits, () => {
  const spillDirectory = join(tmpdir(), 'spill');

  it('leaves 5 % of a cgroup to the kernel, and rounds CPUs up', () => {
    const files = {
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': '1000000000\n',
      'sys/fs/cgroup/cpu.max': '10000 100000\n',
    };
    expect(detectLimits({ spillDirectory, root: root(files) })).toMatchObject({ memoryBytes: 950_000_000, threads: 1 });
  });

  it('takes the machine where there is no cgroup, or one that allows more than there is', () => {
    const machine = { memoryBytes: Math.floor(totalmem() * 0.95), threads: availableParallelism() };
    const more = {
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': '9223372036854771712\n',
      'sys/fs/cgroup/cpu.max': '99900000 100000\n',
    };
    expect(detectLimits({ spillDirectory, root: root({}) })).toMatchObject(machine);
    expect(detectLimits({ spillDirectory, root: root(more) })).toMatchObject(machine);
  });

  it('takes what it is told', () => {
    const told = { memoryLimit: 4e9, threads: 7, spillBytes: 123, spillDirectory };
    expect(detectLimits(told)).toEqual({ memoryBytes: 4e9, threads: 7, spillBytes: 123, spillDirectory });
  });

  it('allows 90 % of the free disk for spilling, also into a folder that is not there yet', () => {
    const { spillBytes } = detectLimits({ spillDirectory: join(scratch(), 'a', 'b'), root: root({}) });
    expect(spillBytes).toBeGreaterThan(0);
  });
});

it('gives DuckDB 75 % of the memory, the threads, the spill folder and its budget', async () => {
  const folder = scratch();
  const engine = await open({
    memoryLimit: 4e9,
    threads: 3,
    spillDirectory: join(folder, 'spill'),
    spillBytes: GIB,
  });
  expect(engine.limits).toEqual({
    memoryBytes: 4e9,
    threads: 3,
    spillDirectory: join(folder, 'spill'),
    spillBytes: GIB,
  });
  const session = await engine.connect();
  const names = ['memory_limit', 'threads', 'temp_directory', 'max_temp_directory_size'];
  const settings = await session.query(
    `SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`,
  );
  expect(settings).toEqual([
    { memory_limit: '2.7 GiB', threads: 3, temp_directory: join(folder, 'spill'), max_temp_directory_size: '1.0 GiB' },
  ]);
});

it('says that DuckDB does not start with limits that it refuses', async () => {
  const error = await rejection(open({ threads: 0 }));
  expect(error).toMatchObject({ code: 'ENGINE_START', exitCode: 3 });
});
