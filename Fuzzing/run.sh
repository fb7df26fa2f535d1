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
build=(swift build -c release --sanitize=fuzzer --sanitize=address --scratch-path .build-fuzz)
for target in "${targets[@]}"; do "${build[@]}" --product "$target" >&2; done
folder=$("${build[@]}" --show-bin-path)

status=0
mkdir -p .build-fuzz/findings
for target in "${targets[@]}"; do
  corpus=.build-fuzz/corpora/$target
  mkdir -p "$corpus"
  options=(-runs="$runs" -max_len=4096 -rss_limit_mb=2048 -malloc_limit_mb=512 -timeout=20
    -artifact_prefix=".build-fuzz/findings/$target-" -print_final_stats=1 -verbosity=1)
  [ ! -f "Fuzzing/Corpora/$target.dict" ] || options+=(-dict="Fuzzing/Corpora/$target.dict")
  echo "== $target"
  if ASAN_OPTIONS=detect_leaks=0 "$folder/$target" "${options[@]}" "$corpus" \
    "Fuzzing/Corpora/$target" 2>"$corpus.log"; then
    grep -E 'number_of_executed_units|peak_rss_mb' "$corpus.log"
  else
    status=1
    tail -n 25 "$corpus.log"
  fi
done
exit $status
