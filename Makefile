# Deskhand. `make` or `make help` lists what can be done.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install dev run test coverage test-long check bench eval screenshots lock clean

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n > 4 ? 4 : n)))
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet

# Runs pytest with a browser and a second Slack if there are any; without, their tests are
# left out loudly.
# TESTS=tests/core narrows what is run.
define pytest
	@deploy/emulate.sh > /dev/null || exit 1; \
	browser="$$(deploy/browser.sh)" || exit 1; \
	if [ -n "$$browser" ]; then export BROWSER_PATH="$$browser"; marks="$(1)"; \
	else marks="$(1) and not browser"; fi; \
	exec $(PYTEST) -n $(WORKERS) --dist worksteal -m "$$marks" $(2)
endef

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: ## Set up .venv from the hashed lock, and the deskhand command
	@deploy/setup.sh run
	@[ -n "$(MAKECMDGOALS:install=)" ] || echo "Ready: try 'make run', or $(BIN)/deskhand --help"

dev: install
	@deploy/setup.sh dev

run: install ## Set up, then run the demo; Ctrl-C stops it
	@exec $(BIN)/deskhand demo

test: dev ## Run the tests
	$(call pytest,not long,$(TESTS))

coverage: dev ## Run the tests and hold the core to its share of tested lines
	@rm -f .coverage*
	@browser="$$(deploy/browser.sh)" && BROWSER_PATH="$$browser" \
		$(BIN)/coverage run -m pytest -q -n $(WORKERS) $(TESTS)
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report

# KILLS=20 SEED=7 narrows the random kill points, and repeats a run of them; SEQUENCES=500 the
# random sequences from all places.
test-long: dev ## Run the tests that take minutes
	$(call pytest,long,$(TESTS))

check: dev ## Style, types, layers and sizes
	@echo "ruff" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "mypy" && $(BIN)/mypy --no-error-summary
	@echo "lint-imports" && $(BIN)/lint-imports --no-cache > .venv/layers.log 2>&1 \
		|| { cat .venv/layers.log; exit 1; }
	@echo "architecture" && $(PYTEST) -q tests/architecture

bench: dev ## Measure the journeys: CPU and SQL statements per operation
	@exec $(BIN)/python -m tests.bench

eval: dev ## Put the evaluation questions to the assistant and score its answers
	@exec $(BIN)/python -m tests.eval

screenshots: dev ## Take the pictures of the pages that the documents show
	@browser="$$(CI=true deploy/browser.sh)" || exit 1; \
	BROWSER_PATH="$$browser" exec $(BIN)/python -m tests.e2e.screenshots

lock: ## Resolve the dependencies again (needs uv) and write the hashed locks
	@command -v uv > /dev/null || { echo "uv is missing: install it to resolve dependencies."; exit 1; }
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --output-file requirements-dev.txt

clean: ## Remove what was set up and cached; data stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
