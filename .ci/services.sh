# Runs the suites that need more than Node beside them: a browser and Java from the distribution, Spark, delta-rs and
# DuckDB's delta extension in the user's cache folder, installed where they are missing. A suite that cannot run has
# failed. Sourced by .ci/run, whose `step` and `tests` it uses.

install_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  as_root apt-get update && as_root apt-get install -y --no-install-recommends chromium
}

install_java() {
  command -v java && command -v mvn && return
  as_root apt-get update && as_root apt-get install -y --no-install-recommends default-jre-headless maven
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then DEBIAN_FRONTEND=noninteractive "$@"; else sudo -n DEBIAN_FRONTEND=noninteractive "$@"; fi
}

step 'install Chromium' install_chromium
step 'install Java and Maven' install_java
step 'install Spark, delta-rs and DuckDB' node tools/interop/install.mjs
tests test:services
