#!/bin/sh
# Builds kindred and its benchmarks and prints tables of times, memory and ratios (Markdown). The
# ratios in thresholds.json are held against their bounds; with --check a broken one is status 1.
# usage: Benchmarks/run.sh [--users 1750,17500,...] [--repeats 3] [--only micro|whole] [--check]
set -eu
cd "$(dirname "$0")"
swift build -c release --package-path .. --product kindred >&2
swift build -c release >&2
# What is compared with the program keeps freed memory as the program does.
export GLIBC_TUNABLES=glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=268435456:glibc.malloc.top_pad=1048576
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
"$(swift build -c release --show-bin-path)/kindred-benchmarks" \
  "$(swift build -c release --package-path .. --show-bin-path)/kindred" "$folder" \
  "$PWD/thresholds.json" "$@"
