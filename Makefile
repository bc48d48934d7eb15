# One command for each thing that is done here. `make help` lists them.
# Needs make, git and python3 (3.11 or newer); the rest is installed into .tools, .venv and
# node_modules by scripts/install.sh. `make test` also installs system programs with apt.

.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)
node := node
T ?= tests
ARGS ?=

.PHONY: help
help: ## this list
	@python3 -c 'import re; [print(f"make {n:<8} {t}") for n, t in \
	re.findall(r"(?m)^([a-z]+):.*?## (.*)", open("Makefile").read())]'

.PHONY: setup
setup: ## install everything that developing needs (no sudo)
	@scripts/install.sh everything

.PHONY: demo
demo: ## install what serving needs, then serve a sample coalition: make demo [ARGS="--port 8080"]
	@scripts/install.sh runtime
	@consensus demo $(ARGS)

.PHONY: dev
dev: setup assets ## the demo, with the checkers installed and the assets built from your sources
	@consensus demo $(ARGS)

.PHONY: test
test: ## everything CI runs: check, then all tests on SQLite and PostgreSQL, and in a browser
	@scripts/install-test-system.sh
	@$(MAKE) --no-print-directory check
	@scripts/with-postgres.sh pytest -q -n 3 --dist worksteal $(ARGS)

.PHONY: unit
unit: setup ## the fast tests, on SQLite, without a browser: make unit [T=tests/accounts] [ARGS="-k links"]
	@pytest -q -m "not browser and not postgres and not soak" $(T) $(ARGS)

.PHONY: browser
browser: setup ## only the tests in a real browser: make browser [T=…]
	@pytest -q -m "browser and not soak" $(T) $(ARGS)

.PHONY: postgres
postgres: setup ## only the tests that run on PostgreSQL too: make postgres [T=…]
	@scripts/with-postgres.sh pytest -q -m "postgres and not soak" $(T) $(ARGS)

# `make -k check` goes on to the next of these when one finds something.
.PHONY: check format lint types contracts scripts built
check: format lint types contracts scripts built ## formatting, lint, types, import contracts, TypeScript, its tests, and the built assets
format: setup
	ruff format --check --quiet .
lint: setup
	ruff check --quiet .
types: setup
	mypy --no-error-summary
contracts: setup
	lint-imports
scripts: setup
	$(node) node_modules/typescript/bin/tsc --project tsconfig.json
	$(node) node_modules/typescript/bin/tsc --project tests/ts/tsconfig.json
	$(node) --test --test-reporter=dot "tests/ts/**/*.test.ts"
built: setup
	$(node) scripts/build-assets.ts --check

.PHONY: fix
fix: setup ## format, and repair what the linter can repair by itself
	ruff check --fix --quiet .
	ruff format --quiet .

.PHONY: migrate
migrate: setup ## write the next migration from the models: make migrate m="what changes"
	@alembic revision --autogenerate --message "$(or $(m),$(error say what changes: make migrate m="…"))"

.PHONY: states
states: setup ## write docs/states.md from the tables in the code
	@python -m tests.architecture.states

.PHONY: bench
bench: setup ## measure: positions, pages, a whole call, checking a bundle, typing beside peers
	@scripts/install-test-system.sh
	@scripts/with-postgres.sh python -m benchmarks

.PHONY: soak
soak: setup ## the long tests: fuzzing, killing, load, at full length
	@scripts/install-test-system.sh
	@HYPOTHESIS_PROFILE=soak scripts/with-postgres.sh pytest -q -rP -m soak $(T) $(ARGS)

.PHONY: cover
cover: setup ## the tests of make unit, with the lines and branches they miss
	@pytest -q -n 2 --dist loadscope -m "not browser and not postgres and not soak" --cov $(T) $(ARGS)

.PHONY: assets
assets: setup ## build static/dist from static/ts and static/css
	@$(node) scripts/build-assets.ts
