import { describe, expect, it } from 'vitest';
import { splitPipeline } from '../src/arguments.ts';
import { specs, type CommandSpec } from '../src/specs.ts';

const spec = (name: string): CommandSpec => {
  const found = specs.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
};

describe('splitPipeline', () => {
  it.each([
    ['medallion --rows 5', 'medallion'],
    ['--rows 5 medallion', 'medallion'],
    ['--rows=5 medallion', 'medallion'],
    ['--full-refresh medallion', 'medallion'],
    ['--data-dir here medallion --select a b', 'medallion'],
    ['--select a b -- medallion', 'medallion'],
    ['--select a b medallion', 'medallion'],
    ['--select a,b --exclude c medallion --threads 1', 'medallion'],
    ['--select medallion', undefined],
    ['--select a b', undefined],
    ['--rows medallion', undefined],
    ['mdallion', 'mdallion'],
    ['--help', undefined],
    ['medallion --help', 'medallion'],
    ['', undefined],
  ])('finds the pipeline in "run %s"', (line, expected) => {
    const args = line.split(' ').filter(Boolean);
    const { pipeline, args: ordered } = splitPipeline(spec('run'), args, ['medallion', 'invoices']);
    expect(pipeline).toBe(expected);
    expect([...ordered].sort()).toEqual([...args].sort());
    if (expected !== undefined) expect(ordered[0]).toBe(expected);
  });

  it('leaves the arguments of a command that takes no pipeline', () => {
    const args = ['SELECT 1', '--output', 'json'];
    expect(splitPipeline(spec('query'), args, ['medallion'])).toEqual({ pipeline: undefined, args });
  });
});
