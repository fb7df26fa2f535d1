#!/usr/bin/env bash
# Builds the fuzz targets with libFuzzer and the address sanitizer, and runs them on their corpora.
# usage: Fuzzing/run.sh RUNS [TARGET...]     RUNS per target; what is found is left in the folder
# "findings", and new inputs in "corpora", both under .build-fuzz.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-100000}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(FuzzCSV FuzzMetadata FuzzModelFile FuzzPostgresURL FuzzBinaryRows)

export KINDRED_FUZZING=1
# A trap shall end the run at once, not print a trace for seconds.
export SWIFT_BACKTRACE=enable=no
# Traces of allocations, and much freed memory kept aside, would take half of the time.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:quarantine_size_mb=4
# Of two options --sanitize the compiler heeds the last, in an order left to chance; the linker heeds both.
build=(swift build -c release --sanitize=fuzzer --sanitize=address
  -Xswiftc -sanitize=fuzzer,address --scratch-path .build-fuzz)
for target in "${targets[@]}"; do "${build[@]}" --product "$target" >&2; done
folder=$("${build[@]}" --show-bin-path)

# The longest input in bytes: room for some of everything, and short enough to be quick.
longest() {
  case $1 in
    FuzzCSV | FuzzPostgresURL) echo 128 ;;
    FuzzMetadata | FuzzBinaryRows) echo 512 ;;
    *) echo 1024 ;;
  esac
}

status=0
mkdir -p .build-fuzz/findings
for target in "${targets[@]}"; do
  corpus=.build-fuzz/corpora/$target
  mkdir -p "$corpus"
  # No input of this length is worth 64 MB at once.
  options=(-runs="$runs" -max_len="$(longest "$target")" -malloc_limit_mb=64 -rss_limit_mb=1024
    -timeout=20 -print_funcs=0 -print_final_stats=1 -entropic_scale_per_exec_time=1
    -artifact_prefix=".build-fuzz/findings/$target-")
  [ ! -f "Fuzzing/Corpora/$target.dict" ] || options+=(-dict="Fuzzing/Corpora/$target.dict")
  echo "== $target"
  if "$folder/$target" "${options[@]}" "$corpus" "Fuzzing/Corpora/$target" 2>"$corpus.log"; then
    grep -E 'number_of_executed_units|average_exec_per_sec|peak_rss_mb' "$corpus.log"
  else
    status=1
    tail -n 25 "$corpus.log"
  fi
done
exit $status
