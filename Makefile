# run: watch the 2024 Bowerman Mile   test: run the tests   check: types, style, imports
# bench: measure   pictures: draw those of the README
# faults: the faults of a race day at full size   soak: forty minutes of them

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench faults soak pictures clean

run: $(VENV)/.run
	@$(BIN)/lapbell replay 2024-bowerman-mile

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/lapbell check replays/races/*.jsonl

bench: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@$(BIN)/python -m tests.bench

faults: $(VENV)/.dev
	@LAPBELL_LARGE=1 $(BIN)/python -m pytest tests/feeds/test_faults.py -v

soak: $(VENV)/.dev
	@$(BIN)/python -m tests.feeds.soak 40

pictures: $(VENV)/.dev
	@$(BIN)/python -m tests.pictures

clean:
	rm -rf $(VENV) dist .*_cache

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Lapbell needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
