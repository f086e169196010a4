import type { Transform } from './transform.ts';

export const oneLine: Transform = {
  name: 'one_line',
  parameters: [{ name: 'text', type: 'VARCHAR' }],
  returns: 'VARCHAR',
  describe:
    'Text on one line: each run of line breaks, with the blanks around it, becomes one space; blanks and line breaks at the ends go. Other blanks stay. NULL stays NULL.',
  duckdb: String.raw`regexp_replace(regexp_replace(text, '^[\s\x0B\x{85}\x{2028}\x{2029}]+|[\s\x0B\x{85}\x{2028}\x{2029}]+$', '', 'g'), '[ \t]*[\n\r\f\x0B\x{85}\x{2028}\x{2029}][\s\x0B\x{85}\x{2028}\x{2029}]*', ' ', 'g')`,
  spark: String.raw`regexp_replace(regexp_replace(text, r'^[\s\x{85}\x{2028}\x{2029}]+|[\s\x{85}\x{2028}\x{2029}]+\z', ''), r'[ \t]*[\n\r\f\x0B\x{85}\x{2028}\x{2029}][\s\x{85}\x{2028}\x{2029}]*', ' ')`,
};

export const cleanId: Transform = {
  name: 'clean_id',
  parameters: [{ name: 'id', type: 'VARCHAR or integer' }],
  returns: 'BIGINT',
  describe:
    "The number in an id: 1234 for 'YR-1234,0', '1234.0', ' 1234' and 1234. A prefix of letters with a hyphen and a fraction of zeros are dropped; NULL for whatever else, negative numbers included.",
  duckdb: String.raw`TRY_CAST(regexp_extract(id::VARCHAR, '^\s*(?:[A-Za-z]+-)?([0-9]+)(?:[.,]0*)?\s*$', 1) AS BIGINT)`,
  spark: String.raw`TRY_CAST(regexp_extract(CAST(id AS STRING), r'^\s*(?:[A-Za-z]+-)?([0-9]+)(?:[.,]0*)?\s*$', 1) AS BIGINT)`,
};

export const segment: Transform = {
  name: 'segment',
  parameters: [
    { name: 'value', type: 'any number' },
    { name: 'bounds', type: 'list of numbers, highest first' },
    { name: 'names', type: 'VARCHAR[], one more than bounds' },
  ],
  returns: 'VARCHAR',
  describe:
    "The name of the first bound that a value lies above, else the last name: segment(spent, [3000, 1500, 500], ['Premium', 'Gold', 'Silver', 'Bronze']) is Gold for 3000.00 and Bronze for 500. NULL stays NULL; bounds that do not fall, or names that are not one more, raise.",
  duckdb: `CASE WHEN value IS NULL THEN NULL
    WHEN len(names) <> len(bounds) + 1 THEN error('segment needs one name more than bounds')
    WHEN list_reverse_sort(list_distinct(bounds)) <> bounds THEN error('segment needs bounds from the highest to the lowest')
    ELSE names[1 + len(list_filter(bounds, lambda bound: value <= bound))] END`,
  spark: `CASE WHEN value IS NULL THEN NULL
    WHEN size(names) <> size(bounds) + 1 THEN raise_error('segment needs one name more than bounds')
    WHEN sort_array(array_distinct(bounds), false) <> bounds THEN raise_error('segment needs bounds from the highest to the lowest')
    ELSE element_at(names, 1 + size(filter(bounds, bound -> value <= bound))) END`,
};
