# make setup    system packages, when some are missing
# make demo     fit and sample the built-in example
# make test     everything continuous integration runs: lint, release build, tests
# make bench    times, memory and ratios against thresholds, as Markdown tables
# make fuzz     hostile bytes for all parsers, with libFuzzer
# make format   rewrite the sources in house style
# make install  the binary, to $(PREFIX)/bin
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
SWIFT_BUILD_FLAGS ?=
SWIFT_SOURCES := Package.swift Sources Tests Fuzzing Benchmarks/Package.swift Benchmarks/Sources

.PHONY: help setup demo build test bench fuzz lint format install clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Quick when nothing is missing: a few pkg-config queries, and the compiler's word on a header.
setup: ## install missing system packages (apt, as root or with sudo)
	@command -v swift >/dev/null || { \
	  echo "setup: no 'swift' on PATH. Install Swift 6.2 or newer: https://www.swift.org/install" >&2; exit 1; }
	@missing=(); \
	command -v pkg-config >/dev/null || missing+=(pkg-config); \
	pkg-config --exists openblas 2>/dev/null || missing+=(libopenblas-dev); \
	pkg-config --exists lapacke 2>/dev/null || missing+=(liblapacke-dev); \
	pkg-config --exists sqlite3 2>/dev/null || missing+=(libsqlite3-dev); \
	pkg-config --exists zlib 2>/dev/null || missing+=(zlib1g-dev); \
	pkg-config --exists libpq 2>/dev/null || missing+=(libpq-dev); \
	printf '#if !__has_include(<boost/math/distributions/beta.hpp>)\n#error\n#endif\n' \
	  | clang -x c++ -fsyntax-only - 2>/dev/null || missing+=(libboost-math-dev); \
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "setup: please install what your system calls: $${missing[*]}" >&2; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then as_root=(); \
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo); \
	else echo "setup: not root. Please run: sudo apt-get install $${missing[*]}" >&2; exit 1; fi; \
	echo "setup: installing $${missing[*]}"; \
	"$${as_root[@]}" apt-get update -q; \
	"$${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -q --no-install-recommends "$${missing[@]}"

build: setup
	swift build -c release --product kindred $(SWIFT_BUILD_FLAGS)

demo: build ## fit and sample the users/sessions/transactions example
	@"$$(swift build -c release --show-bin-path $(SWIFT_BUILD_FLAGS))/kindred" demo

# Release, because the statistical tests fit and sample thousands of rows.
test: export KINDRED_STRICT = 1
test: setup lint ## lint, release build with warnings as errors, all tests
	swift build -c release --build-tests $(SWIFT_BUILD_FLAGS)
	swift test -c release --skip-build $(SWIFT_BUILD_FLAGS)

bench: setup ## times, memory and ratios against thresholds (ARGS="--check --only micro")
	@Benchmarks/run.sh $(ARGS)

fuzz: setup ## feed parsers with hostile bytes (RUNS=100000 ONLY=FuzzCSV; corpora in Fuzzing/Corpora)
	@Fuzzing/run.sh $(or $(RUNS),100000) $(ONLY)

lint:
	@if swift format --version >/dev/null 2>&1; then \
	  swift format lint --strict --parallel --recursive $(SWIFT_SOURCES); \
	else echo "lint: this toolchain has no 'swift format'; skipped"; fi

format: ## rewrite the sources in house style
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

install: build ## install the binary to PREFIX/bin (default /usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$(swift build -c release --show-bin-path $(SWIFT_BUILD_FLAGS))/kindred" "$(DESTDIR)$(PREFIX)/bin/kindred"

clean: ## remove everything built
	swift package clean
