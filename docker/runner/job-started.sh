#!/usr/bin/env bash
# The runner calls this before every job (ACTIONS_RUNNER_HOOK_JOB_STARTED); where it fails, the job does not run.
# It lets through what only people with write access can start, and no pull request of a fork. A workflow file cannot do
# that: a pull request brings its own. Install it outside of every checkout, owned by root: docs/runner.md.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

# `node` beside this file, a link to the runner's own; else the machine's. What a workflow puts into the environment
# must not choose it, nor reach it.
node="$here/node"
if [ ! -x "$node" ]; then node=$(PATH=/usr/local/bin:/usr/bin:/bin command -v node) || { echo 'No node: refused.' >&2; exit 1; }; fi

exec /usr/bin/env -i GITHUB_EVENT_NAME="${GITHUB_EVENT_NAME:-}" GITHUB_EVENT_PATH="${GITHUB_EVENT_PATH:-}" \
  "$node" "$here/job-started.mjs"
