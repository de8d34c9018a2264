# Two commands, nothing before them: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint types units clean

demo: $(READY)
	@$(BIN)/citecheck check fixtures/articles --source fixtures/pubmed --exit-zero

test: lint types units

lint: $(READY)
	$(BIN)/ruff format --check citecheck tests tools
	$(BIN)/ruff check citecheck tests tools

types: $(READY)
	$(BIN)/mypy

units: $(READY)
	$(BIN)/pytest -n auto

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
