# Runs the suites that need more than Node beside them: a browser, Java and Maven, installed from the distribution where
# they are missing, and the servers of tools/services, which the suites start and stop themselves. A suite that cannot
# run has failed. Sourced by .ci/run, whose `step` and `tests` it uses.

install_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  as_root apt-get update && as_root apt-get install -y --no-install-recommends chromium
}

install_java() {
  if command -v java && command -v mvn; then return; fi
  as_root apt-get update && as_root apt-get install -y --no-install-recommends openjdk-17-jre-headless maven
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then DEBIAN_FRONTEND=noninteractive "$@"; else sudo -n DEBIAN_FRONTEND=noninteractive "$@"; fi
}

step 'install Chromium' install_chromium
step 'install Java and Maven' install_java
step 'fetch Cassandra' node tools/services/run.mjs cassandra install
tests test:services
