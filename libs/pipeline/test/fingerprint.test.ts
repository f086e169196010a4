import { describe, expect, it } from 'vitest';
import { type Definition, fingerprintOf, isModified, whatChanged } from '../src/plan/fingerprint.ts';

const definition: Definition = { sql: 's', contract: 'c', parameters: { as_of: '2026-01-01' }, inputs: { 'a.b': 'f' } };
const published = JSON.stringify(definition);

describe(whatChanged, () => {
  it('finds nothing between equal definitions', () => {
    expect(whatChanged(published, { ...definition })).toEqual([]);
    expect(fingerprintOf({ ...definition })).toBe(fingerprintOf(definition));
  });

  it.each([
    [{ sql: 'other' }, 'its SQL changed', true],
    [{ contract: 'other' }, 'its contract changed', true],
    [{ transforms: 't' }, 'a transform that it calls changed', true],
    [{ file: 'h' }, 'its input file changed', true],
    [{ parameters: { as_of: '2026-01-02' } }, 'parameter as_of changed', true],
    [{ parameters: {} }, 'parameter as_of changed', true],
    [{ inputs: { 'a.b': 'g' } }, 'input a.b changed', false],
  ])('names %j', (change, text, modified) => {
    const planned = { ...definition, ...change };
    expect(whatChanged(published, planned)).toEqual([text]);
    expect(isModified(published, planned)).toBe(modified);
    expect(fingerprintOf(planned)).not.toBe(fingerprintOf(definition));
  });

  it.each([[undefined], ['no json'], ['[1]']])('says so where the published file tells nothing: %s', (text) => {
    expect(whatChanged(text, definition)).toEqual(['the published file does not say what it was made from']);
  });
});
