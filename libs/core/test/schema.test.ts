import { describe, expect, it } from 'vitest';
import { compileSchema, validator } from '../src/index.ts';

interface Person {
  name: string;
  born?: string;
}

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    born: { type: 'string', format: 'date' },
    mood: { enum: ['glad', 'sad'] },
    kind: { const: 'person' },
  },
};

describe(compileSchema, () => {
  const person = compileSchema<Person>(schema);

  it('gives back a value that keeps the schema', () => {
    expect(person.check({ name: 'Ada', born: '1815-12-10' })).toEqual({
      ok: true,
      value: { name: 'Ada', born: '1815-12-10' },
    });
  });

  it('tells every problem, where it is and what was meant', () => {
    expect(person.check({ nam: 'Ada', born: '10 December', mood: 'glat', kind: 'dog' })).toEqual({
      ok: false,
      problems: [
        { path: '', keyword: 'required', property: 'name', message: 'must have the property `name`' },
        {
          path: '',
          keyword: 'additionalProperties',
          property: 'nam',
          nearest: 'name',
          message: 'must not have the property `nam`; did you mean `name`?',
        },
        { path: '/born', keyword: 'format', message: 'must match format "date"' },
        { path: '/mood', keyword: 'enum', nearest: 'glad', message: 'must be one of glad, sad; did you mean `glad`?' },
        { path: '/kind', keyword: 'const', message: 'must be "person"' },
      ],
    });
  });

  it('tells of a property that unevaluatedProperties forbids', () => {
    const open = compileSchema({ type: 'object', properties: { a: { type: 'number' } }, unevaluatedProperties: false });
    expect(open.check({ zzz: 1 })).toMatchObject({
      ok: false,
      problems: [{ property: 'zzz', keyword: 'unevaluatedProperties' }],
    });
  });

  it('refuses a schema with a typo, once it is used', () => {
    const typo = compileSchema({ type: 'object', requierd: ['name'] });
    expect(() => typo.check({})).toThrow('requierd');
  });
});

describe(validator, () => {
  it('narrows a value', () => {
    const isPerson = validator<Person>(schema);
    const value: unknown = { name: 'Ada' };
    expect(isPerson(value) && value.name).toBe('Ada');
    expect(isPerson({})).toBe(false);
  });
});
