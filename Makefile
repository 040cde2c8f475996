# Everything a developer does. `make help` lists it.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export SWIFT_BACKTRACE := enable=no

.PHONY: help setup build dev demo test check soak bench fmt docs fuzz

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## install what is missing: Debian packages, a Python environment
	@Tools/setup/setup.sh

build: setup ## .build/release/switchkeep
	swift build -c release --product switchkeep

dev: build ## a scratch instance that is built and started anew when a source changes
	@Tools/dev/dev.sh

demo: build ## the main job with real clients
	@Tools/demo/demo.sh

test: setup ## every test, bounded; ends in `N passed, N failed, N skipped`
	@$(PYTHON) Tools/test/run.py test

check: setup ## Pure, tidy, format: under a minute
	@$(PYTHON) Tools/test/run.py check

soak: setup ## the full counts: cases, mutations, kills, fuzzing
	@$(PYTHON) Tools/test/run.py soak

bench: build ## figures beside their peers
	swift build -c release --product bare-route
	swift build -c release --product live-load
	swift build -c release --product call-load
	@PATH=$(CURDIR)/.venv/bin:$$PATH $(PYTHON) Benchmarks/run.py

fmt: ## format our sources
	@Tools/test/format.sh --in-place

docs: setup ## what is generated: the description, docs/api.md, docs/members.md
	$(PYTHON) Tools/describe/describe.py
	swift build -c release --product switchkeep
	$(PYTHON) Tools/describe/members.py

fuzz: ## every fuzz target for ten minutes
	Fuzz/run.sh 600
