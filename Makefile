# Guftagu: `make run` serves http://localhost:8000, `make test` proves it. Settings: .env.example.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first of these that is new enough; or name one: make PYTHON=/usr/bin/python3.13 run
FIND_PYTHON = for python in $${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done
NO_PYTHON = Guftagu needs Python 3.11 or newer with its venv module \
	(python3 here: $$(python3 --version 2>&1 || true)). On Debian and Ubuntu: apt install python3 python3-venv. \
	If it is installed under another name: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)

BIN := .venv/bin
export PYTHON

help:  ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: setup  ## Serve on HOST:PORT (localhost:8000), setting up first what is missing
	@exec $(BIN)/guftagu serve

demo: setup  ## Put sample people, rooms and messages into the database
	@$(BIN)/guftagu demo

setup: .venv/.app node_modules/.app static/vendor/.built  ## Install what running needs

setup-test: setup .venv/.dev node_modules/.dev .venv/.machine  ## Install what tests need as well

test: setup-test  ## Prove everything: style, types, floors, units, journeys in real browsers
	@$(BIN)/python -m pytest -n $(or $(JOBS),2) --dist loadgroup $(ARGS)

lint: setup-test  ## Check the style of Python, and the floors
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/lint-imports

format: .venv/.dev  ## Bring Python into its style
	@$(BIN)/ruff check --fix && $(BIN)/ruff format

types: setup-test  ## Check the types of Python and JavaScript
	@$(BIN)/mypy && PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/tsc

bench: setup-test  ## Measure what the README promises
	@$(BIN)/python -m benchmarks $(ARGS)

lock: .venv/.dev  ## Write the lock files anew from requirements/*.in and package.json
	@for name in app dev node; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done
	@npm install --package-lock-only

clean:  ## Remove what set-up made; instance/ with its data stays
	@rm -rf .venv node_modules static/vendor
	@find static \( -name '*.gz' -o -name '*.br' \) -delete

.venv/.app: requirements/app.txt tools/setup_python.py
	@python=$$($(FIND_PYTHON)); test -n "$$python" || { echo "$(NO_PYTHON)"; exit 1; }; \
	"$$python" tools/setup_python.py app

.venv/.dev: requirements/dev.txt .venv/.app
	@$(BIN)/python tools/setup_python.py dev

node_modules/.app: package-lock.json tools/setup_vendor.py | .venv/.app
	@$(BIN)/python tools/setup_vendor.py app

node_modules/.dev: package-lock.json | node_modules/.app
	@$(BIN)/python tools/setup_vendor.py dev

.venv/.machine: tools/setup_machine.py | .venv/.app
	@$(BIN)/python tools/setup_machine.py

# Every start brings this up to date again; done here, the first start need not write into static/.
static/vendor/.built: node_modules/.app
	@$(BIN)/python -c 'from app.assets import build; build()' && touch $@

.PHONY: help run demo setup setup-test test lint format types bench lock clean
