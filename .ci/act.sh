# Runs the workflows with act, on this machine as the runner, in a scratch clone: a push, a dispatch with inputs, an audit
# that fails, a push and a pull request that touch one app. The checkout is act's own; what uploads stands in
# .ci/stand-ins; which workflows a push starts, tools/checks/fires.mjs says, because act runs what it is given. Sourced by
# .ci/run, whose `step` and `work` it uses. What act does not show: concurrency, permissions, GitHub's pages.

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

# flow EVENT WORKFLOW RUN [act arguments...]: its artifacts lie in $scratch/RUN. The environment is the runner's alone.
flow() {
  local event=$1 workflow=$2 artifacts="$scratch/$3" action stand_ins=()
  shift 3
  for action in $(grep -rhoE 'actions/(setup-node|upload-artifact)@[0-9a-f]{40}' .github/workflows | sort -u); do
    local name=${action#actions/}
    stand_ins+=(--local-repository "https://github.com/$action=$PWD/.ci/stand-ins/${name%@*}")
  done
  env -i PATH="$PATH" HOME="$scratch/home" LANG=C.UTF-8 XDG_CACHE_HOME="$scratch/cache" \
    npm_config_cache="$(npm config get cache)" npm_config_userconfig="$(npm config get userconfig)" \
    ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"} \
    "$act" "$event" -C "$scratch/repository" -W ".github/workflows/$workflow" -P sluice=-self-hosted -P linux=-self-hosted \
    -P self-hosted=-self-hosted -P ubuntu-24.04=-self-hosted "${stand_ins[@]}" --action-offline-mode --pull=false --no-cache-server \
    --action-cache-path "$scratch/actions" --env ARTIFACTS="$artifacts" --env SLUICE_DATA_DIR="${SLUICE_LAKE:-$scratch/lake}" \
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

# A contract that nothing keeps: the job fails, the tables stay, the summary names the table, the record is kept.
broken_audit() {
  local before contract="$scratch/repository/apps/medallion/models/gold/device_analytics.odcs.yaml"
  before=$(sums "$scratch/lake/medallion") || return 1
  printf '%s\n' '      - { type: sql, description: never, query: SELECT 1, mustBe: 0 }' >>"$contract"
  if flow push medallion.yml broken; then echo 'the job did not fail'; return 1; fi
  grep -q 'Summary - .*medallion.*failed' "$log" || { echo 'no summary'; return 1; }
  [ "$before" = "$(sums "$scratch/lake/medallion")" ] && says broken status failed &&
    [ -s "$scratch/broken/site-medallion-1/index.html" ]
}

# A commit that touches apps/invoices alone.
touch_invoices() {
  echo '{ "pull_request": { "number": 7 } }' >"$scratch/pull-request.json"
  local model="$scratch/repository/apps/invoices/models/gold/product_mix.sql"
  printf '%s\n' '-- Touched.' >>"$model" &&
    git -C "$scratch/repository" -c user.name=ci -c user.email=ci@localhost commit --quiet --only "$model" -m touched
}

# The pipelines' workflows that a push of that commit starts, run by act; security.yml looks at every push.
push_of_one_app() {
  local started workflow
  started=$(node tools/checks/fires.mjs "$scratch/repository" HEAD^ HEAD) || return 1
  [ "$(tr '\n' ' ' <<<"$started")" = 'invoices.yml security.yml ' ] || { echo "started: $started"; return 1; }
  for workflow in ${started/security.yml/}; do
    SLUICE_LAKE="$scratch/one-app-lake" flow push "$workflow" one-app || return 1
  done
  [ "$(ls "$scratch/one-app-lake")" = invoices ] && says one-app status succeeded
}

# The tasks that Nx ran, by the log of a job.
tasks_in() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -oE 'nx run @sluice/[a-z-]+:[a-z]+' | sed 's/^nx run //' | sort -u
}

# ci.yml as a pull request with that commit starts it: its tasks are those of invoices, and no other app's.
affected_tasks() {
  flow pull_request ci.yml affected -e "$scratch/pull-request.json" -j affected --matrix node:22 || return 1
  diff <(tasks_in "$log") <(printf '@sluice/invoices:%s\n' lint test typecheck)
}

# The artifact of its data diff is the comment, and tells of invoices alone.
data_diff() {
  local comment="$scratch/data-diff/data-diff/comment.md"
  flow pull_request ci.yml data-diff -e "$scratch/pull-request.json" -j diff || return 1
  [ "$(grep -c '^### ' "$comment")" = 1 ] && grep -qE '^### <code>invoices</code>: [0-9]+ tables, no value changed$' "$comment"
}

if step 'install act' install_act && step 'clone for act' clone_for_act; then
  step 'act: a dispatch runs the pipeline' flow workflow_dispatch medallion.yml dispatch --input transactions=700 --input as-of=2026-01-01
  step 'act: its inputs arrive' says dispatch parameters.transactions 700
  step 'act: so does its day' says dispatch asOf 2026-01-01
  step 'act: the artifact holds the site' test -s "$scratch/dispatch/site-medallion-1/index.html"
  step 'touch one app' touch_invoices
  step 'act: a push that touches one app runs just that app' push_of_one_app
  step 'act: with the standard parameters' says one-app parameters.invoices 5000
  step 'act: a pull request that touches one app lints, type-checks and tests just that app' affected_tasks
  step 'act: and shows what becomes of its data' data_diff
  step 'act: a failed audit fails the job, leaves the data, tells the summary and keeps the record' broken_audit
fi
