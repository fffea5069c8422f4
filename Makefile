# run: watch the 2024 Bowerman Mile    test: run the tests    style: types, style, imports, race files
# check: style, types on other systems, and the tests with their coverage    lowest: some tests on the oldest libraries allowed
# flaky: the tests again and again on a busy machine    pictures: draw those of the README
# bench: measure, and end with 1 if a ratio has left its band (PARTS="engine growth": these alone)
# properties: what holds of any input, tried with a thousand examples each (EXAMPLES=n)
# faults: the faults of a race day at full size, for docs/reliability.md (QUICK=1: small, nothing is written)
# by-hand: races timed by hand at their real pace and size, and bridges over long outages, in a quarter of an hour
# load: ten minutes of a great race (MINUTES=n)    marathon: one of 30,000 at its real speed (MINUTES=n, ENTRANTS=n)
# soak: ninety minutes of races, one after the other (MINUTES=n)
# projections: how good they are on races that they were not fitted on (LAPBELL_SAMPLES; WRITE=1: into the docs,
# FITS=folder: keep the nets that were fitted without a race)
# fit: fit the pace curve of marathons again (TABLES=folder, CHECK=1: only compare)
# man: the manual pages, into dist/man    site: the documentation, into build/site
# pyz: Lapbell in one file, for this system and Python    release: build and check what is handed out

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

# Some machines ask for no bytecode; the tests start hundreds of programs, each of which would compile all modules.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test style platforms coverage check lowest flaky properties bench faults by-hand load marathon soak \
	pictures projections fit man site pyz release clean

run: $(VENV)/.run
	@$(BIN)/lapbell replay 2024-bowerman-mile

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist worksteal

style: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/lapbell check replays/races/*.jsonl

coverage: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=

# The program as other systems have it: what is not there is not called there.
platforms: $(VENV)/.dev
	@for system in darwin win32; do \
		$(BIN)/mypy --platform $$system -p lapbell -p race -p feeds -p replays -p tui || exit 1; done

check: style platforms coverage
	@$(BIN)/coverage report --format=total | sed 's/^/Branch coverage: /; s/$$/ %/'

# What depends most on the libraries: models and schemas, websockets, screens, styled text.
LOWEST := tests/race/fold tests/feeds/protocol tests/feeds/test_codec.py tests/feeds/test_hub.py \
	tests/tui/commands/test_schema.py tests/tui/commands/test_board.py tests/tui/screens/test_doubts.py \
	tests/tui/widgets

lowest:
	@$(MAKE) --no-print-directory VENV=$(VENV)-lowest $(VENV)-lowest/.lowest
	@$(VENV)-lowest/bin/python -m pytest -n auto --dist worksteal $(LOWEST)

flaky: $(VENV)/.dev
	@$(BIN)/python -m tests.flaky

properties: $(VENV)/.dev
	@LAPBELL_EXAMPLES=$(or $(EXAMPLES),1000) $(BIN)/python -m pytest -n auto --dist worksteal -m hypothesis

bench: $(VENV)/.dev
	@$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e '.[bench]'
	@$(BIN)/python -m tests.bench $(PARTS)

faults: $(VENV)/.dev
	@$(BIN)/python -m tests.faults $(if $(QUICK),--quick)

by-hand: $(VENV)/.dev
	@LAPBELL_BY_HAND=1 $(BIN)/python -m pytest -s tests/by_hand tests/feeds/bridges/test_any_bytes.py

load: $(VENV)/.dev
	@$(BIN)/python -m tests.load --minutes $(or $(MINUTES),10) --write

marathon: $(VENV)/.dev
	@$(BIN)/python -m tests.load.marathon --minutes $(or $(MINUTES),20) --entrants $(or $(ENTRANTS),30000)

soak: $(VENV)/.dev
	@$(BIN)/python -m tests.feeds.soak --minutes $(or $(MINUTES),90) --write

pictures: $(VENV)/.dev
	@$(BIN)/python -m tests.pictures

projections: $(VENV)/.dev
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.projections $(if $(WRITE),--write) \
		$(if $(FITS),--fits $(FITS))

# One thread: more add up in another order.
fit: $(VENV)/.dev
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.fit $(TABLES) $(if $(CHECK),--check)

man: $(VENV)/.dev
	@$(BIN)/python hatch_build.py dist/man

site: $(VENV)/.dev
	@$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e '.[site]'
	@$(BIN)/zensical build --strict --clean

pyz: $(VENV)/.dev
	@mkdir -p dist
	@$(BIN)/shiv --compressed --python '/usr/bin/env python3' --console-script lapbell \
		--output-file dist/lapbell.pyz --quiet --constraint constraints.txt .
	@echo "dist/lapbell.pyz"

release: $(VENV)/.dev
	@$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e '.[release]'
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation .
	@$(BIN)/twine check --strict dist/*
	@version=$$($(BIN)/lapbell --version | cut -d ' ' -f 2); \
		grep -q "^## $$version - " CHANGELOG.md \
			|| { echo "CHANGELOG.md has no section '## $$version - DATE'"; exit 1; }; \
		echo "To publish it: git tag -a v$$version -m $$version; git push origin main v$$version; $(BIN)/twine upload dist/*"

clean:
	rm -rf $(VENV) $(VENV)-lowest build dist .coverage .*_cache

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/python $(PIP_INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.lowest: pyproject.toml constraints.txt .ci/lowest.py | $(BIN)/pip
	$(BIN)/python .ci/lowest.py > $@
	$(BIN)/python $(PIP_INSTALL) -c $@ -e '.[pdf,tables,test]' || { rm $@; exit 1; }

# pip is the last thing that an environment gets: without it the environment was left half-made.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Lapbell needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "This Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
