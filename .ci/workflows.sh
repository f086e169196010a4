# Judges .github with actionlint and zizmor, in the versions named here, kept in the user's cache folder and installed
# where they are missing: that takes Go and Python with venv. Offline: only security.yml, which has a token, compares
# pins with tags. Sourced by .ci/run, whose `step` it uses.

tools="${XDG_CACHE_HOME:-$HOME/.cache}/sluice-tools"
actionlint="$tools/actionlint-1.7.12/actionlint"
zizmor="$tools/zizmor-1.32.0/bin/zizmor"

install_actionlint() {
  [ -x "$actionlint" ] ||
    (cd / && GOBIN="${actionlint%/*}" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12)
}

install_zizmor() {
  "$zizmor" --version && return
  python3 -m venv --clear "${zizmor%/bin/*}" && "${zizmor%/*}/pip" install zizmor==1.32.0
}

# Of what happens to be installed, shellcheck and pyflakes would make the verdict depend on the machine.
step 'install actionlint' install_actionlint && step 'actionlint' "$actionlint" -shellcheck= -pyflakes=
step 'install zizmor' install_zizmor && step 'zizmor' "$zizmor" --offline --no-progress .
step 'the workflows are what the pipelines say' npx nx sync:check
