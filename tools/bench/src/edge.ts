import { compileRecordSchema, parseContract } from '@sluice/quality';
import { parseArgs } from 'node:util';

/**
 * Parses and validates events of JSON text by a contract with eight rules, on one core, and prints JSON: events per second of
 * processor time.
 * `--events 1000000 --runs 3`; the best run counts, and all are shown. One event in a thousand breaks a rule.
 */
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '3' } },
});

const contract = parseContract(
  `
apiVersion: v3.1.0
kind: DataContract
id: bench.raw.events
version: 1.0.0
status: active
schema:
  - name: events
    properties:
      - { name: event_id, logicalType: string, required: true, logicalTypeOptions: { pattern: '^evt_[0-9]{8}$' } }
      - { name: user_id, logicalType: integer, required: true, logicalTypeOptions: { minimum: 1 } }
      - { name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', logicalTypeOptions: { minimum: 0 } }
      - { name: at, logicalType: timestamp, required: true }
      - { name: page, logicalType: string, logicalTypeOptions: { maxLength: 200 } }
      - name: kind
        logicalType: string
        quality: [{ metric: invalidValues, arguments: { validValues: [view, click, purchase] }, mustBe: 0 }]
`,
  'events.odcs.yaml',
);

const kinds = ['view', 'click', 'purchase'];
const texts = Array.from({ length: 10_000 }, (_, index) =>
  JSON.stringify({
    event_id: `evt_${String(10_000_000 + index)}`,
    user_id: index % 1000 === 999 ? 0 : index + 1,
    amount: (index % 5000) / 100,
    at: `2026-01-${String((index % 28) + 1).padStart(2, '0')}T12:00:00.${String(index).padStart(6, '0')}Z`,
    page: `/products/${String(index % 500)}`,
    kind: kinds[index % 3],
  }),
);
const schema = compileRecordSchema(contract);
const events = Number(values.events);

/** Events per second of processor time: what else the machine does leaves it as it is, more or less. */
function perSecond(work: (text: string) => void): number {
  const began = process.cpuUsage();
  for (let index = 0; index < events; index++) work(texts[index % texts.length] ?? '');
  const { user, system } = process.cpuUsage(began);
  return Math.round(events / ((user + system) / 1_000_000));
}

function run() {
  let broken = 0;
  const parsed_and_validated = perSecond((text) => {
    if (!schema.check(JSON.parse(text)).valid) broken++;
  });
  const parsed_alone = perSecond((text) => void JSON.parse(text));
  return { parsed_and_validated, parsed_alone, broken };
}

const runs = Array.from({ length: Number(values.runs) }, run);
const rules = contract.rules.filter(({ kind }) => kind === 'row').length;
const bytes = Math.round(texts.reduce((total, text) => total + text.length, 0) / texts.length);
const best = Math.max(...runs.map((one) => one.parsed_and_validated));
console.log(JSON.stringify({ benchmark: 'edge', rules, events, bytes, events_per_second: best, runs }, undefined, 2));
