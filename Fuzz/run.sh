#!/bin/sh
# Builds the fuzzers, replays what broke them once, then runs each for SECONDS; fails when any breaks.
#   Fuzz/run.sh SECONDS [TARGET]        FUZZ_SEED=N repeats a run
set -eu
cd "$(dirname "$0")"
seconds=${1:?usage: run.sh SECONDS [TARGET]}
targets=${2:-$(ls Sources | sed -n 's/Fuzz$//p' | grep -v '^Canary$')}
seed=${FUZZ_SEED:-$(date +%s)}
# ld.gold, the default, dies of an internal error here.
flags='-Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld'
export ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no

# shellcheck disable=SC2086
swift build -c release $flags >.build-log 2>&1 || { cat .build-log; exit 1; }
rm -f .build-log
binaries=$(swift build -c release --show-bin-path)

# run NAME FOLDER_OF_FAILURES SEED SECONDS CORPUS...
run() {
  name=$1 failures=$2 with=$3 time=$4
  shift 4
  "$binaries/${name}Fuzz" -seed="$with" -max_total_time="$time" -max_len=4096 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$failures/" "$@"
}

log=$(mktemp)
scratch=$(mktemp -d)
trap 'rm -rf "$log" "$scratch"' EXIT

echo "canary: must break within 60 s"
mkdir -p "$scratch/canary" "$scratch/corpus"
if run Canary "$scratch/canary" 1 60 "$scratch/corpus" Corpus/JSON >"$log" 2>&1 || ! grep -q 'deadly signal' "$log"; then
  tail -5 "$log"
  echo "canary: FAILED to break: a fuzzer that finds nothing here proves nothing"
  exit 1
fi
echo "canary: broke, as it must"

failed=0
for target in $targets; do
  mkdir -p "Failures/$target" ".build/corpus/$target"
  for input in "Failures/$target"/*; do
    [ -f "$input" ] || continue
    if ! "$binaries/${target}Fuzz" "$input" >"$log" 2>&1; then
      tail -20 "$log"
      echo "$target: FAILED on $input, which broke it before"
      failed=1
    fi
  done
  echo "$target: FUZZ_SEED=$seed Fuzz/run.sh $seconds $target"
  if run "$target" "Failures/$target" "$seed" "$seconds" ".build/corpus/$target" "Corpus/$target" >"$log" 2>&1; then
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, none broke it"
  else
    tail -30 "$log"
    echo "$target: FAILED; its input lies in Fuzz/Failures/$target"
    failed=1
  fi
  rmdir "Failures/$target" 2>/dev/null || true
done
exit $failed
