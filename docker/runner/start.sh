#!/usr/bin/env bash
# Registers this container as a runner that takes one job and ends, and runs it. The token comes in a file, so that no
# job finds it in the environment; it is good for an hour.
set -euo pipefail
: "${RUNNER_URL:?the address of the repository, as https://github.com/OWNER/REPOSITORY}"
token=${RUNNER_TOKEN_FILE:-/run/secrets/runner-token}
[ -r "$token" ] || { echo "No registration token in $token." >&2; exit 2; }

./config.sh --unattended --ephemeral --replace --disableupdate \
  --url "$RUNNER_URL" --token "$(cat "$token")" --name "${RUNNER_NAME:-$(hostname)}" --labels sluice
exec ./run.sh
