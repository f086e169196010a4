# Runs the workflow of a pipeline with act, on this machine as the runner, in a scratch clone: a push, a dispatch with
# inputs, an audit that fails. The checkout is act's own; what uploads stands in .ci/stand-ins. Sourced by .ci/run,
# whose `step` and `work` it uses. What act does not show: concurrency, permissions, path filters, GitHub's pages.

act="$tools/act-0.2.89/act"
scratch="$work/act"

install_act() {
  [ -x "$act" ] || (cd / && GOBIN="${act%/*}" go install github.com/nektos/act@v0.2.89)
}

# act 0.2.89 does not know `queue`.
clone_for_act() {
  local reusable="$scratch/repository/.github/workflows/run-pipeline.yml"
  git clone --quiet . "$scratch/repository" && grep -v '^ *queue: max$' "$reusable" >"$scratch/reusable" &&
    mv "$scratch/reusable" "$reusable" && mkdir -p "$scratch/home"
}

# flow EVENT RUN [act arguments...]: medallion.yml, its artifacts in $scratch/RUN. The environment is the runner's alone.
flow() {
  local event=$1 artifacts="$scratch/$2" action stand_ins=()
  shift 2
  for action in $(grep -rhoE 'actions/(setup-node|upload-artifact)@[0-9a-f]{40}' .github/workflows | sort -u); do
    local name=${action#actions/}
    stand_ins+=(--local-repository "https://github.com/$action=$PWD/.ci/stand-ins/${name%@*}")
  done
  env -i PATH="$PATH" HOME="$scratch/home" LANG=C.UTF-8 XDG_CACHE_HOME="$scratch/cache" \
    npm_config_cache="$(npm config get cache)" npm_config_userconfig="$(npm config get userconfig)" \
    ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"} \
    "$act" "$event" -C "$scratch/repository" -W .github/workflows/medallion.yml -P sluice=-self-hosted -P linux=-self-hosted \
    -P self-hosted=-self-hosted "${stand_ins[@]}" --action-offline-mode --pull=false --no-cache-server \
    --action-cache-path "$scratch/actions" --env ARTIFACTS="$artifacts" --env SLUICE_DATA_DIR="$scratch/lake" \
    --env-file /dev/null --secret-file /dev/null --var-file /dev/null --input-file /dev/null --actor ci \
    --defaultbranch main --var SLUICE_PAGES=off "$@" </dev/null
}

# says RUN FIELD VALUE: what the one record among a run's artifacts says.
says() {
  local record
  record=$(find "$scratch/$1" -name run.json) && [ -f "$record" ] &&
    node -e 'const [file, field, value] = process.argv.slice(1); const record = JSON.parse(require("fs").readFileSync(file));
      const got = String(field.split(".").reduce((part, name) => part?.[name], record));
      if (got !== value) { console.log(`expected ${field} ${value}, got ${got}`); process.exit(1); }' "$record" "$2" "$3"
}

# A contract that nothing keeps: the job fails, the tables stay, the record is kept.
broken_audit() {
  local before contract="$scratch/repository/apps/medallion/models/gold/device_analytics.odcs.yaml"
  before=$(sums "$scratch/lake/medallion") || return 1
  printf '%s\n' '      - { type: sql, description: never, query: SELECT 1, mustBe: 0 }' >>"$contract"
  if flow push broken; then echo 'the job did not fail'; return 1; fi
  [ "$before" = "$(sums "$scratch/lake/medallion")" ] && says broken status failed &&
    [ -s "$scratch/broken/site-medallion-1/index.html" ]
}

if step 'install act' install_act && step 'clone for act' clone_for_act; then
  step 'act: a dispatch runs the pipeline' flow workflow_dispatch dispatch --input transactions=700 --input as-of=2026-01-01
  step 'act: its inputs arrive' says dispatch parameters.transactions 700
  step 'act: so does its day' says dispatch asOf 2026-01-01
  step 'act: the artifact holds the site' test -s "$scratch/dispatch/site-medallion-1/index.html"
  step 'act: a push runs the pipeline' flow push push
  step 'act: with the standard parameters' says push parameters.transactions 50000
  step 'act: a failed audit fails the job, leaves the data and keeps the record' broken_audit
fi
