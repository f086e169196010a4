/**
 * Exits 0 where the event may run on this machine, 1 where not. Whatever it does not know, it refuses.
 * Reads $GITHUB_EVENT_NAME and the payload in $GITHUB_EVENT_PATH.
 */
import { readFileSync } from 'node:fs';

// Push and dispatch take write access; a schedule runs what main holds; a queue holds what was approved.
const trusted = ['push', 'schedule', 'workflow_dispatch', 'merge_group'];

/** Why the event is refused; undefined where it may run. */
function refusal(/** @type {string} */ name) {
  if (trusted.includes(name)) return undefined;
  if (name !== 'pull_request') return `an event "${name}" is not one that runs here`;
  const event = JSON.parse(readFileSync(process.env['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
  const base = event.pull_request?.base?.repo?.full_name;
  const head = event.pull_request?.head?.repo?.full_name;
  if (typeof base !== 'string' || base === '') return 'the pull request does not say where it goes';
  if (typeof head !== 'string' || head === '') return 'the fork of the pull request is gone';
  return head === base ? undefined : `the pull request comes from the fork ${JSON.stringify(head)}`;
}

/** @type {string | undefined} */
let reason;
try {
  reason = refusal(process.env['GITHUB_EVENT_NAME'] ?? '');
} catch (error) {
  reason = `the event cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
if (reason !== undefined) {
  console.error(`This machine does not run the job: ${reason}. See docs/runner.md.`);
  process.exitCode = 1;
}
