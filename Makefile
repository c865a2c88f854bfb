# Muster: `make demo` and `make test` are all a newcomer needs. Both can be run again at any time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
EXAMPLE := examples/iraq-2018
MUSTER := $(BIN)/muster --register $(DEMO)/muster.db

.PHONY: help demo test check bench bench-names tour clean
help:  ## show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Muster needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/.core  ## build the example register, vet the example roster, write the dossiers
	@rm -rf $(DEMO)
	@mkdir -p $(DEMO)
	$(MUSTER) import $(EXAMPLE)/ofac-2018-11-12 $(EXAMPLE)/ofac-2018-11-13 \
	  --note "an excerpt of the list, for the example: absence from it means nothing"
	$(MUSTER) import $(EXAMPLE)/situation.yaml
	$(MUSTER) vet --roster $(EXAMPLE)/roster.csv --policy us-ndaa-2015-1236 --policy list-screening \
	  --as-of 2018-11-28 -o $(DEMO)/result
	@echo "The register: $(DEMO)/muster.db. A dossier for each unit: $(DEMO)/result/index.html"
	@echo "Open the desk on it: $(MUSTER) serve"

test: $(VENV)/.dev  ## everything that must pass
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2
	$(BIN)/muster policy test

check: $(VENV)/.dev  ## what is quick
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layout.py tests/test_dates.py tests/claims tests/policy

bench: $(VENV)/.core  ## the published figures, on the real lists named by MUSTER_DATA
	bench/whole_way.sh

bench-names: $(VENV)/.core  ## the figures of docs/benchmarks-names.md; PEERS_PYTHON: a Python with the extra `peers`
	$(BIN)/python bench/names.py $(PARTS)

tour: $(VENV)/.dev  ## the pictures of docs/tour.md, taken in Chromium
	$(BIN)/python docs/tour/make.py

clean:  ## remove what the targets made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
