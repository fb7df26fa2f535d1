#!/bin/bash
# Kills the program at random moments (kill -9) and checks that what it writes is whole or untouched.
#
#   Tests/Scripts/kill-nine.sh [KINDRED [TIMES [SCALE [ONLY]]]]
#
# KINDRED is the program (default: the release build), TIMES the number of kills per destination (50),
# SCALE the size of the data (5000: about 150,000 rows), ONLY a part of the destinations'
# names. Output is deterministic, so that
# "whole" means: the bytes of an undisturbed run. Exit status 1 when a destination is neither.
set -u -o pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
kindred=${1:-$here/.build/release/kindred}
times=${2:-50}
scale=${3:-5000}
only=${4:-}
RANDOM=${SEED:-20261126}

work=$(mktemp -d)
stop_server() { :; }
trap 'stop_server; cd /; rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# now: seconds since 1970 with a fraction.
now() { date +%s.%N; }

# trial NAME PREPARE COMMAND CHECK: runs COMMAND $times times, each time after PREPARE, kills it at a
# random moment of its usual duration, and asks CHECK for "untouched", "whole" or anything else.
trial() {
  local name=$1 prepare=$2 command=$3 check=$4
  [[ $name == *"$only"* ]] || return 0
  local start end seconds verdict index pid
  # The fastest of five runs tells the duration: one that is too long would let kills come too late.
  seconds=1000000
  for index in 1 2 3 4 5; do
    $prepare; start=$(now); ($command) >/dev/null 2>&1 || { echo "$name: the program fails"; exit 1; }
    end=$(now)
    seconds=$(awk "BEGIN { t = $end - $start; print t < $seconds ? t : $seconds }")
  done
  verdict=$($check)
  [ "$verdict" = whole ] || { echo "$name: an undisturbed run is '$verdict'"; exit 1; }
  declare -A count=()
  for ((index = 0; index < times; index++)); do
    $prepare
    $command >/dev/null 2>&1 &
    pid=$!
    # Half of the kills fall around the usual end, where destinations are put in place.
    if ((index % 2)); then
      sleep "$(awk "BEGIN { print $seconds * $((RANDOM % 1000)) / 1000 }")"
    else
      sleep "$(awk "BEGIN { print $seconds * (0.8 + 0.6 * $((RANDOM % 1000)) / 1000) }")"
    fi
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    verdict=$($check)
    count[$verdict]=$((${count[$verdict]:-0} + 1))
    case $verdict in
    whole | untouched) ;;
    *) failures=$((failures + 1)); echo "$name: kill $index left: $verdict" ;;
    esac
  done
  printf '%-28s %5.2f s  untouched %d, whole %d, neither %d\n' "$name" "$seconds" \
    "${count[untouched]:-0}" "${count[whole]:-0}" \
    $((times - ${count[untouched]:-0} - ${count[whole]:-0}))
}

# compare A OLD NEW: what A is, compared with OLD and NEW (files or folders).
compare() {
  if [ ! -e "$1" ]; then
    [ -e "$2" ] && echo gone || echo untouched
  elif [ -e "$2" ] && diff -rq "$1" "$2" >/dev/null 2>&1; then
    echo untouched
  elif diff -rq "$1" "$3" >/dev/null 2>&1; then
    echo whole
  else
    echo "neither: $(diff -rq "$1" "$3" 2>&1 | head -2 | tr '\n' ' ')"
  fi
}

# The remains of killed runs beside the destination are no part of it.
tidy() { rm -rf .kindred-*.tmp; }

# --- Data, models, and what undisturbed runs write

"$kindred" demo --output demo --quiet >/dev/null || exit 1
"$kindred" sample demo/demo.kindred -o real --scale "$scale" --seed 1 --quiet || exit 1
"$kindred" fit real -o old.kindred --seed 1 --quiet || exit 1
"$kindred" fit real -o new.kindred --seed 2 --quiet || exit 1

# --- fit: a model file in place of another

prepare_fit() { tidy; cp old.kindred out.kindred; }
run_fit() { exec "$kindred" fit real -o out.kindred --seed 2 --quiet; }
check_fit() { compare out.kindred old.kindred new.kindred; }

# --- sample into CSV: a new folder; one in place of another, with a file of somebody else's

sample() { "$kindred" sample old.kindred -o "$1" --seed "$2" --quiet "${@:3}"; }
sample csv-old 1 && sample csv-new 2 || exit 1
echo "not ours" | tee csv-old/notes.txt >csv-new/notes.txt
mkdir csv-fresh && sample csv-fresh 2 || exit 1

prepare_csv() { tidy; rm -rf out-csv; }
run_csv() { exec "$kindred" sample old.kindred -o out-csv --seed 2 --quiet; }
check_csv() { compare out-csv nothing csv-fresh; }

prepare_csv_over() { tidy; rm -rf out-csv; cp -r csv-old out-csv; }
run_csv_over() { exec "$kindred" sample old.kindred -o out-csv --seed 2 --quiet --overwrite; }
check_csv_over() { compare out-csv csv-old csv-new; }

# --- sample into SQLite: a new file; one in place of another; the empty tables of one that is there

sample old.sqlite 1 && sample new.sqlite 2 || exit 1

prepare_sqlite() { tidy; rm -f out.sqlite*; }
run_sqlite() { exec "$kindred" sample old.kindred -o out.sqlite --seed 2 --quiet; }
check_sqlite() { compare out.sqlite nothing new.sqlite; }

prepare_sqlite_over() { tidy; rm -f out.sqlite*; cp old.sqlite out.sqlite; }
run_sqlite_over() { exec "$kindred" sample old.kindred -o out.sqlite --seed 2 --quiet --overwrite; }
check_sqlite_over() { compare out.sqlite old.sqlite new.sqlite; }

prepare_sqlite_fill() { tidy; rm -f out.sqlite*; cp empty.sqlite out.sqlite; }
run_sqlite_fill() { exec "$kindred" sample old.kindred -o out.sqlite --seed 2 --quiet; }
check_sqlite_fill() {
  # Opening the database undoes what a killed process began.
  sqlite3 out.sqlite .dump >out.dump 2>&1
  compare out.dump empty.dump full.dump
}

trial "fit" prepare_fit run_fit check_fit
trial "sample, new folder" prepare_csv run_csv check_csv
trial "sample, folder replaced" prepare_csv_over run_csv_over check_csv_over
trial "sample, new SQLite" prepare_sqlite run_sqlite check_sqlite
trial "sample, SQLite replaced" prepare_sqlite_over run_sqlite_over check_sqlite_over
if command -v sqlite3 >/dev/null; then
  sqlite3 new.sqlite .schema | sqlite3 empty.sqlite
  sqlite3 empty.sqlite .dump >empty.dump
  sqlite3 new.sqlite .dump >full.dump
  trial "sample, SQLite filled" prepare_sqlite_fill run_sqlite_fill check_sqlite_fill
else
  echo "SKIPPED: filling an SQLite schema, as there is no 'sqlite3' to look into it." >&2
fi

# --- sample into PostgreSQL: a new database; empty tables; the rows of another sample

# as_server COMMAND...: the server refuses to run as root.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_server() {
  local port
  chmod 755 "$work"; mkdir server; [ "$(id -u)" != 0 ] || chown postgres server
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  as_server initdb -D "$work/server/data" -U lab --auth=trust --no-sync -E UTF8 --locale=C.UTF-8 \
    >/dev/null || return 1
  stop_server() { as_server pg_ctl -D "$work/server/data" -m immediate stop >/dev/null; }
  as_server pg_ctl -D "$work/server/data" -w -l "$work/server/log" \
    -o "-p $port -h 127.0.0.1 -k $work/server -c fsync=off" start >/dev/null || return 1
  server=postgres://lab@127.0.0.1:$port
}

sql() { PGOPTIONS="-c client_min_messages=error" psql -qXAt "$server/postgres" -c "$1"; }

# dump DATABASE: definition and rows.
dump() { pg_dump "$server/$1" | grep -v -e '^--' -e '^.restrict' -e '^.unrestrict'; }

# prepare_from TEMPLATE: a new database like another.
prepare_from() {
  sql "DROP DATABASE IF EXISTS out WITH (FORCE)"
  sql "CREATE DATABASE out TEMPLATE $1"
}

# check_pg OLD: compares with the dump of that database, once the server has noticed the kill.
check_pg() {
  while [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = 'out'")" != 0 ]; do
    sleep 0.02
  done
  dump out >out.dump
  compare out.dump "$1.dump" pgnew.dump
}

run_pg() { exec "$kindred" sample old.kindred -o "$server/out" --seed 2 --quiet; }
run_pg_over() { exec "$kindred" sample old.kindred -o "$server/out" --seed 2 --quiet --truncate; }

prepare_pg() { prepare_from pgnone; }
check_pg_new() { check_pg pgnone; }
prepare_pg_fill() { prepare_from pgempty; }
check_pg_fill() { check_pg pgempty; }
prepare_pg_over() { prepare_from pgold; }
check_pg_over() { check_pg pgold; }

if command -v initdb >/dev/null && command -v pg_dump >/dev/null && start_server; then
  for database in pgnone pgempty pgold pgnew; do sql "CREATE DATABASE $database"; done
  sample "$server/pgold" 1 && sample "$server/pgnew" 2 || exit 1
  pg_dump --schema-only "$server/pgnew" | psql -qX "$server/pgempty" >/dev/null
  # Sequences of an empty database start at one, and end where the rows do.
  for database in pgnone pgempty pgold pgnew; do dump $database >$database.dump; done
  trial "sample, new PostgreSQL" prepare_pg run_pg check_pg_new
  trial "sample, PostgreSQL filled" prepare_pg_fill run_pg check_pg_fill
  trial "sample, PostgreSQL replaced" prepare_pg_over run_pg_over check_pg_over
else
  echo "SKIPPED: PostgreSQL, as there is no 'initdb' or 'pg_dump', or the server does not start." >&2
fi

[ "$failures" = 0 ] || { echo "$failures kills left something half-written." >&2; exit 1; }
