# `make` lists what there is. Each target first installs what it needs and misses (.ci/setup).

# The frontend and the portal are for the browser; .ci/frontend builds them with a compiler and a target folder of its own.
NATIVE := --workspace --exclude frontend --exclude portal
PHASE := .ci/phase

# rustup's cargo goes before a system's, as in .ci/setup.
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test bench release frontend fmt lint setup clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## build everything and serve the portal with demo data on http://localhost:8080
	@.ci/setup build
	@.ci/frontend
	@cargo build $(NATIVE) --bin medkarta
	@export MEDKARTA_LISTEN="$${MEDKARTA_LISTEN:-127.0.0.1:8080}" && \
	 export MEDKARTA_ORIGIN="$${MEDKARTA_ORIGIN:-http://localhost:$${MEDKARTA_LISTEN##*:}}" && \
	 export MEDKARTA_DATA_DIR="$${MEDKARTA_DATA_DIR:-./data}" && \
	 exec target/debug/medkarta serve --demo

# Builds the program together with the tests: some of them start it, and so nothing is compiled twice.
test: ## format check, lints, all tests on both databases and in a real browser
	@$(PHASE) --begin
	@$(PHASE) setup .ci/setup all
	@$(PHASE) frontend .ci/frontend
	@$(PHASE) format cargo fmt --all --check
	@$(PHASE) lint cargo clippy $(NATIVE) --all-targets -- -D warnings
	@$(PHASE) build cargo build $(NATIVE) --bin medkarta --tests
	@$(PHASE) tests cargo test $(NATIVE) --no-fail-fast
	@$(PHASE) --summary

bench: ## measure beside bare references and write docs/benchmarks.md
	@.ci/setup all charts
	@.ci/frontend
	@.ci/frontend plot
	@cargo build --release $(NATIVE) --bin medkarta --bin bench
	@target/release/bench

release: ## build target/release/medkarta, the one file to install, with the browser's part in it
	@.ci/setup build
	@.ci/frontend
	@cargo build --release $(NATIVE) --bin medkarta

frontend: ## build the browser's part into dist/, if anything it is made of changed
	@.ci/setup build
	@.ci/frontend

fmt: ## format the code
	@cargo fmt --all

lint: ## format check and lints
	@cargo fmt --all --check
	@cargo clippy $(NATIVE) --all-targets -- -D warnings

setup: ## install everything that is needed, without building
	@.ci/setup all

clean: ## remove what was built; installed tools and data/ stay
	@rm -rf dist target
