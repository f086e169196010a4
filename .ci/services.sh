# Runs the suites that need more than Node beside them: a browser, installed from the distribution where it is missing, and
# Great Expectations, which its own suite installs (Python with venv). A suite that cannot run has failed. Sourced by
# .ci/run, whose `step` and `tests` it uses.

install_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  as_root apt-get update && as_root apt-get install -y --no-install-recommends chromium
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then DEBIAN_FRONTEND=noninteractive "$@"; else sudo -n DEBIAN_FRONTEND=noninteractive "$@"; fi
}

step 'install Chromium' install_chromium
tests test:services
