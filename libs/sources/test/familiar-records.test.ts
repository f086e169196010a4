import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLine } from '../src/ndjson/check-line.ts';
import { FamiliarRecords } from '../src/ndjson/familiar-records.ts';

const BLANKS = String.raw` \t`;

function familiarWith(...records: readonly string[]): FamiliarRecords {
  const familiar = new FamiliarRecords(BLANKS);
  for (const record of records) familiar.learn(record);
  return familiar;
}

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt().map(Number),
);
const key = fc.constantFrom('id', 'name', 'a.b', '$', 'x(y)', 'ä', '__proto__', '1');
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(key, scalar, { maxKeys: 3 }));
const record = fc.dictionary(key, value, { maxKeys: 4 }).map((each) => JSON.stringify(each));
const token = fc.constantFrom(
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ' ',
  '\t',
  '\n',
  '\0',
  '0',
  '9',
  '-',
  '.',
  'e',
  'E',
  'u',
  'd',
  'x',
  '\u{ff}',
);

/** A record, a byte of which was put in, taken out or changed. */
const damaged = fc.tuple(record, fc.nat(), fc.option(token), fc.boolean()).map(([text, seed, put, takes]) => {
  const bytes = Buffer.from(text).toString('latin1');
  const at = seed % bytes.length;
  return bytes.slice(0, at) + (put ?? '') + bytes.slice(takes ? at + 1 : at);
});

describe('a record that is recognized by its look', () => {
  it('is one that a walk finds sound, whatever happened to it', () => {
    fc.assert(
      fc.property(record, damaged, (known, text) => {
        const bytes = Buffer.from(text, 'latin1');
        const familiar = familiarWith(Buffer.from(known).toString('latin1'));
        for (const like of [text, text.trim()])
          if (checkLine(Buffer.from(like, 'latin1')) === undefined) familiar.learn(like);
        const end = familiar.match(text, 0);
        if (end < 0) return;
        const fault = checkLine(bytes.subarray(0, end));
        expect(fault?.code === 'encoding' ? undefined : fault).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '{"id":1,"name":"b"}',
    '{ "id" : -0.5e3 , "name" : null }',
    String.raw`{"id":[1,"x",true],"name":"a\"\n\u00e4"}`,
    '{"id":{"x":1,"y":"z"},"name":"东京"}',
  ])('is %s, where a record with the same keys was found sound', (text) => {
    const bytes = Buffer.from(text).toString('latin1');
    expect(familiarWith('{"id":0,"name":"a"}').match(`\n${bytes}\n`, 1)).toBe(bytes.length + 1);
  });

  it.each([
    '{"id":1}',
    '{"name":"b","id":1}',
    '{"id":1,"name":"b","id":2}',
    '{"id":01,"name":"b"}',
    '{"id":1e999,"name":"b"}',
    '{"id":1,"name":"b",}',
    '{"id":1,"name":"a\tb"}',
    String.raw`{"id":1,"name":"\ud83d"}`,
    '{"id":1,\n"name":"b"}',
  ])('is not %s', (text) => {
    expect(familiarWith('{"id":0,"name":"a"}').match(text, 0)).toBe(-1);
  });
});
