#!/bin/sh
# Builds kindred and its benchmarks and prints tables of times and memory (Markdown).
# usage: Benchmarks/run.sh [--users 1000,10000,100000] [--repeats 5]
set -eu
cd "$(dirname "$0")"
swift build -c release --package-path .. --product kindred >&2
swift build -c release >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
"$(swift build -c release --show-bin-path)/kindred-benchmarks" \
  "$(swift build -c release --package-path .. --show-bin-path)/kindred" "$folder" "$@"
