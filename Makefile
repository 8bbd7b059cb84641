# Headway. `make help` lists what can be done; each target does its own set-up.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
PO := $(wildcard headway/*/locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)

# What Python compiles is kept, whatever the surroundings say: tests start a hundred processes.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

# -- set-up ------------------------------------------------------------------------------------

# Python's own pip installs into .venv at once; a copy of pip in .venv is made only where it cannot.
# Meanwhile Python compiles the product, which the first start would wait for.
COMPILE := $(PYTHON) -m compileall -q -x /tests/ config headway
INSTALL_UV := install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt

.venv/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Headway needs Python 3.11 or newer: apt-get install python3, or make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python lacks its venv module: apt-get install python3-venv' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv --clear --without-pip .venv || { rm -rf .venv; exit 1; }
	@$(COMPILE) & { $(PYTHON) -m pip --python $(BIN)/python $(INSTALL_UV) 2>/dev/null || { \
	  $(BIN)/python -m ensurepip >/dev/null && $(BIN)/python -m pip $(INSTALL_UV); }; } && wait
	@touch $@

.venv/base: .venv/uv requirements/base.txt requirements/base.in pyproject.toml
	@test -e .venv/dev || $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

# Scanners want old versions of what the product has, so each set has an environment of its own.
.venv/scanners: .venv/uv requirements/fuzzing.txt requirements/scanning.txt
	@for set in fuzzing scanning; do $(UV) venv --quiet --allow-existing $@/$$set && \
	  $(UV) pip install --quiet --python $@/$$set/bin/python --require-hashes -r requirements/$$set.txt || exit 1; done
	@touch $@

%.mo: %.po .venv/base
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@ --locale=$(word 4,$(subst /, ,$<))

.PHONY: lock
lock: .venv/uv ## pin the newest versions that requirements/*.in allow
	@for set in uv base dev fuzzing scanning; do $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' \
	  requirements/$$set.in --output-file requirements/$$set.txt; done

# -- use ---------------------------------------------------------------------------------------

.PHONY: demo
demo: .venv/base ## run Headway with the demonstration data on 127.0.0.1:8000
	@$(BIN)/headway demo

# -- proof -------------------------------------------------------------------------------------

TESTS := $(BIN)/python -m pytest
BOTH_DATABASES := -p tests.databases --dist each $(foreach id,sqlite journeys walks rest postgresql,--tx popen//id=$(id))
ALL_ON_POSTGRESQL := -p tests.databases --dist load $(foreach id,postgresql-all-1 postgresql-all-2,--tx popen//id=$(id))

IS_ROOT_OF_DEBIAN := test "$$(id -u)" = 0 && command -v apt-get >/dev/null
INSTALL := DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install

# The shell without windows starts and draws faster; where there is none, Chromium itself does.
.PHONY: chromium
chromium:
	@test -n "$${CHROMIUM:-}" || command -v chromium-headless-shell >/dev/null || \
	  { $(IS_ROOT_OF_DEBIAN) && apt-get -qq update && $(INSTALL) chromium-headless-shell fonts-dejavu-core; } >/dev/null 2>&1 || \
	  command -v chromium >/dev/null || { $(IS_ROOT_OF_DEBIAN) && $(INSTALL) chromium fonts-dejavu-core >/dev/null; } || \
	  { echo 'The browser journeys need Chromium: sudo apt-get install chromium, or CHROMIUM=/path/to/it' >&2; exit 1; }

.PHONY: test
test: .venv/dev $(MO) chromium ## run every test, on SQLite and PostgreSQL, in the browser too
	@$(TESTS) -q $(BOTH_DATABASES)

.PHONY: check
check: .venv/dev $(MO) ## run every linter and contract; changes nothing
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/djlint headway --lint --quiet --extension html
	$(BIN)/codespell headway config tests docs Makefile README.md pyproject.toml
	$(BIN)/python manage.py makemigrations --check --dry-run --settings=config.settings.test
	$(BIN)/python -m config.generated --check
	$(BIN)/python -m config.messages --check

.PHONY: fix
fix: .venv/dev ## format, sort, print the generated pages again
	@$(BIN)/ruff check --quiet --fix || true
	@$(BIN)/ruff format --quiet
	@$(BIN)/python -m config.generated
	@$(BIN)/python -m config.messages

.PHONY: rulebook
rulebook: .venv/dev ## print docs/rulebook, docs/settings.md and docs/command-line.md
	@$(BIN)/python -m config.generated

.PHONY: fonts
fonts: .venv/dev ## make the fonts of documents from those of the pages
	@$(BIN)/python -m tests.fonts

.PHONY: outlines
outlines: .venv/dev ## make the outlines of Europe for maps of regions
	@$(BIN)/python -m tests.outlines

.PHONY: screenshot
screenshot: .venv/dev $(MO) chromium ## take the README's picture from the running demonstration
	@$(BIN)/python -m tests.screenshot

.PHONY: messages
messages: .venv/dev ## bring the Lithuanian catalogues up to the sentences in the code
	@$(BIN)/python -m config.messages

.PHONY: mutants
mutants: .venv/dev $(MO) ## take away the permissions of the files of this change, one at a time
	@$(BIN)/python -m tests.access.mutants --changed $(MUTANTS)

# Without any network but the loopback, where the system allows to take it away.
ALONE = $(shell unshare -rn true 2>/dev/null && echo unshare -rn $(BIN)/python -m tests.outbound.alone)

.PHONY: audit
audit: .venv/dev .venv/scanners $(MO) chromium ## run the long proofs; MUTANTS="--minutes 20" bounds the longest of them
	@$(TESTS) -q -m audit -n 2 --ignore tests/journeys
	@$(TESTS) -q -m audit -n 2 tests/journeys
	@$(ALONE) $(TESTS) -q -n 2 headway -m "not journey"
	@$(TESTS) -q $(ALL_ON_POSTGRESQL) headway -m "not journey and not once"
	@$(BIN)/python -m tests.access.mutants $(MUTANTS)
	@$(BIN)/pip-audit --strict --requirement requirements/base.txt --requirement requirements/dev.txt

.PHONY: scan
scan: .venv/dev .venv/scanners $(MO) ## let Schemathesis, sqlmap and wapiti loose on a demonstration
	@$(TESTS) -q -m audit tests/scanning

.PHONY: guide
guide: .venv/dev ## run the commands of the install guide on a fresh Debian; needs root
	@$(INSTALL) debootstrap systemd-container >/dev/null
	@$(BIN)/python -m tests.install_guide
	@$(BIN)/python -m tests.install_guide --postgresql

.PHONY: nodes
nodes: .venv/dev $(MO) ## run two nodes, a replica, pgbouncer and nginx here; LOSE=node or LOSE=primary measures
	@$(INSTALL) postgresql-15 pgbouncer nginx openssl >/dev/null
	@$(BIN)/python -m tests.nodes $(if $(LOSE),--lose $(LOSE))

# SIZE=all is the record: the page is printed anew.
RECORD ?= $(filter all,$(SIZE))
.PHONY: bench
bench: .venv/dev $(MO) ## measure Headway on generated data; SIZE=all prints docs/benchmark.md anew
	@$(BIN)/headway bench --size "$(SIZE)" $(if $(RECORD),--page docs/benchmark.md)
