# Small samples of what takes long at full size: ten kills of each kind, benchmarks at one hundredth. What they print is
# shown, so that every run has its figures; a wrong result fails, a slow machine does not. Sourced by .ci/run, whose
# `step` it uses.

# sample NAME ARGUMENTS...: one program of tools/bench.
sample() {
  if step "sample of $1" npm run --silent bench -- "$@"; then sed 's/^/        /' "$log"; fi
}

sample kill --kills 10
sample kill-delta --kills 8 --embedded 2 --cassandra 0
sample medallion --transactions 50000 --runs 2
sample generators --rows 1000000
