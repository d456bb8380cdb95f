# Two commands do everything on a fresh machine: `make run` and `make test`.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-all test-oldest test-engines lint format bench contract messages lock clean

help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: $(VENV)/.runtime ## The environment that the dashboard runs in

setup-dev: $(VENV)/.development ## The environment with tests and linters, and a browser

run: setup ## Serve the dashboard (PORT, 8501 by default); the first time on its demonstration export
	@$(BIN)/python -m impact serve --port $(PORT)

test: setup-dev ## All tests but the slow ones
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

test-all: setup-dev lint test-oldest test-engines ## The linters and all tests, the slow ones and the other engines too
	@$(BIN)/python -m pytest -n $(WORKERS)

test-oldest: setup-dev ## Queries, publishing and the gate on the oldest DuckDB that requirements allow
	@test -x .venv-oldest/bin/python || $(PYTHON) -m venv .venv-oldest
	@grep -v '^duckdb==' constraints.txt > .venv-oldest/constraints.txt
	@grep -v '^-' requirements.txt | sed 's/^duckdb>=\([0-9.]*\).*/duckdb==\1/' > .venv-oldest/wanted.txt
	@.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check -r .venv-oldest/wanted.txt \
		pytest pytest-xdist hypothesis sqlglot -c .venv-oldest/constraints.txt
	@.venv-oldest/bin/python -m pytest -n $(WORKERS) -m "not slow" tests/queries tests/publishing tests/gate tests/rules/test_questions.py

test-engines: setup-dev ## Every question on a distributed engine that speaks Spark's protocol, against DuckDB
	@test -x .venv-engines/bin/python || $(PYTHON) -m venv .venv-engines
	@.venv-engines/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-engines.txt -c constraints.txt
	@.venv-engines/bin/python -m pytest -W default tests/engines

lint: setup-dev ## ruff, ruff format, sqlfluff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --nofail --quiet queries --processes 2 > /dev/null && $(BIN)/sqlfluff lint queries --processes 2
	@$(BIN)/mypy

format: setup-dev ## Let ruff and sqlfluff put the code in form
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/sqlfluff fix --quiet queries

bench: setup-dev ## Speed of every question, as a ratio to reading its columns
	@$(BIN)/python -m tests.bench

contract: setup ## Write data/README.md and queries/export from data/contract
	@$(BIN)/python -m impact.contract

messages: setup ## Collect the texts for translators in locales/messages.pot, and merge them into each language
	@$(BIN)/python -m babel.messages.frontend -q extract -F locales/babel.cfg -k t -k tn:1,2 --no-location --sort-output \
		--project "SCORE Impact" --version "" --copyright-holder "the SCORE Impact contributors" \
		-o locales/messages.pot .
	@for po in locales/*/LC_MESSAGES/messages.po; do \
		test -f "$$po" || continue; \
		language=$$(basename $$(dirname $$(dirname $$po))); \
		$(BIN)/python -m babel.messages.frontend -q update -i locales/messages.pot -d locales -l $$language; \
	done

lock: ## Write constraints.txt from the newest versions that requirements allow, in a fresh environment
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@grep -hvE '^(-|#)' requirements.txt requirements-s3.txt requirements-dev.txt > .venv-lock/wanted.txt
	@.venv-lock/bin/pip install --quiet -r .venv-lock/wanted.txt
	@(echo "# Exact versions that were tried together; \`make lock\` writes this file."; \
		.venv-lock/bin/pip list --format=freeze | grep -viE '^(pip|setuptools|wheel)=' | sort -f) > constraints.txt
	@rm -rf .venv-lock

clean: ## Remove the environment, the demonstration export and the snapshots
	rm -rf $(VENV) .venv-oldest .venv-engines data/demo data/store data/cache

$(VENV)/.runtime: requirements.txt constraints.txt
	@echo "Setting up Python in $(VENV) (a few minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt requirements-s3.txt
	@echo "Adding the tests' and linters' packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m tests.browser
	@touch $@
