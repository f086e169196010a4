/**
 * Prints "PASSED FAILED" of a vitest JSON report, and names every failure on stderr.
 * Usage: node .ci/count-tests.mjs REPORT
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [file = ''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));

/** @param {string} message */
function withoutRunner(message) {
  const lines = message.split('\n').filter((line) => !/^ +at .*(node_modules|node:internal)/.test(line));
  return lines.slice(0, 20).join('\n');
}

let passed = 0;
let failed = 0;
for (const { name, status, message, assertionResults } of report.testResults) {
  const path = relative(process.cwd(), name);
  const failures = assertionResults.filter((test) => test.status === 'failed');
  for (const { fullName, failureMessages } of failures) {
    console.error(`${path}: ${fullName}\n${withoutRunner(failureMessages.join('\n'))}\n`);
  }
  const unloaded = status === 'failed' && failures.length === 0;
  if (unloaded) console.error(`${path} could not be run: ${message}\n`);
  passed += assertionResults.filter((test) => test.status === 'passed').length;
  failed += failures.length + (unloaded ? 1 : 0);
}

// Nothing run is nothing shown.
if (passed + failed === 0 || (failed === 0 && !report.success)) failed += 1;
console.log(`${passed} ${failed}`);
